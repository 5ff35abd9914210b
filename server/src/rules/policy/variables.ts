import type { TextValue } from '../../model/text-value.ts';
import { spanOf, type SourceText } from '../../text/source-text.ts';
import type { Span } from '../../text/span.ts';
import type { Issue } from './policy-rule.ts';

/** What a text has between `${` and `}`. */
export interface Variable {
  readonly start: number;
  readonly end: number;
  /** What stands between the braces. */
  readonly content: string;
  readonly isClosed: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function variablesIn(text: string): readonly Variable[] {
  const out: Variable[] = [];
  for (let start = text.indexOf('${'); start >= 0 && out.length < 100; start = text.indexOf('${', start + 2)) {
    const next = text.indexOf('${', start + 2);
    const close = text.indexOf('}', start);
    const isClosed = close >= 0 && (next < 0 || close < next);
    const end = isClosed ? close + 1 : next < 0 ? text.length : next;
    out.push({ start, end, content: text.slice(start + 2, isClosed ? close : end), isClosed });
  }
  return out;
}

/** A variable of AWS, and no placeholder of another tool: a key with its prefix, or one of the special characters. */
export function isPolicyVariable({ content }: Variable): boolean {
  return /^\s*(?:[A-Za-z][\w.-]*:\s*\S|[*?$]\s*$)/.test(content);
}

/** Looks at each variable of a text; `find` says what is wrong with it. */
export function variableIssues(
  source: SourceText | undefined,
  value: TextValue,
  find: (variable: Variable, span: Span) => Omit<Issue, 'span'> | undefined,
): readonly Issue[] | undefined {
  if (!source?.text.includes('${') || value.bare) return undefined;
  return variablesIn(source.text).flatMap((variable) => {
    const span = spanOf(source, variable.start, variable.end);
    const issue = find(variable, span);
    return issue ? [{ ...issue, span }] : [];
  });
}
