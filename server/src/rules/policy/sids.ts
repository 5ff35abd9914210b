import { literalSourceOf, type TextValue } from '../../model/text-value.ts';
import type { Fix } from '../rule.ts';
import type { Issue } from './policy-rule.ts';
import type { PolicyReading } from './reading.ts';

/** Each Sid that another statement of the policy has before it. Statements that a condition chooses may bear one name. */
export function repeatedSids({ document }: PolicyReading, consequence: string): readonly Issue[] | undefined {
  const { statements, uri } = document;
  if (statements.length < 2) return undefined;
  const seen = new Map<string, TextValue>();
  const issues: Issue[] = [];
  for (const { sid, conditional } of statements) {
    const text = literalSourceOf(sid)?.text;
    if (!sid || !text || conditional) continue;
    const first = seen.get(text);
    if (!first) {
      seen.set(text, sid);
      continue;
    }
    issues.push({
      span: sid.span,
      message: `"${text}" is the Sid of another statement too: ${consequence}`,
      related: [{ uri, span: first.span, message: 'the first statement of that name' }],
      fixes: () => [
        renamed(
          text,
          sid,
          statements.map((one) => literalSourceOf(one.sid)?.text),
          uri,
        ),
      ],
    });
  }
  return issues;
}

function renamed(text: string, sid: TextValue, taken: readonly (string | undefined)[], uri: string): Fix {
  let number = 2;
  while (taken.includes(`${text}${number}`)) number++;
  const value = `${text}${number}`;
  return { title: `Call it ${value}`, changes: [{ kind: 'set', uri, at: sid.at, value }] };
}
