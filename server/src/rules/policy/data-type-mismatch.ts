import type { Misfit } from '../../model/policy.ts';
import type { Fix } from '../rule.ts';
import { policyRule, type Issue } from './policy-rule.ts';
import type { PolicyReading } from './reading.ts';

export const dataTypeMismatch = policyRule({
  meta: {
    id: 'policy/data-type-mismatch',
    level: 'error',
    summary: 'An element holds a value of another kind than it takes',
    why: 'Each element of a policy takes one kind of value: Version, Sid and Effect a text, Action and Resource a text or a list of texts, Condition a mapping. AWS refuses a policy with any other.',
    fixes: ['write a number or a boolean as a text'],
    accessAnalyzer: 'DATA_TYPE_MISMATCH',
  },
  policy(policy) {
    const { document } = policy;
    const misfits = [document.misfits, ...document.statements.map((statement) => statement.misfits)].flat();
    return misfits.filter((misfit) => isRefused(misfit, policy)).map((misfit) => issueOf(misfit, document.uri));
  },
});

/** CloudFormation makes texts of numbers and booleans. */
function isRefused({ found }: Misfit, { document }: PolicyReading): boolean {
  return document.host === 'plain' || (found !== 'a number' && found !== 'a boolean');
}

function issueOf(misfit: Misfit, uri: string): Issue {
  const { element, at, elementSpan, wanted, found } = misfit;
  return {
    span: at,
    word: elementSpan,
    message: `${element} takes ${wanted}, and AWS refuses ${found} there`,
    fixes: () => fixesOf(misfit, uri),
  };
}

function fixesOf({ element, at, wanted, found, text }: Misfit, uri: string): readonly Fix[] {
  if (text === undefined || (found !== 'a number' && found !== 'a boolean')) return [];
  // A number is no action and no ARN, whichever way it is written.
  if (wanted !== 'a text' || (element !== 'Version' && element !== 'Sid' && element !== 'Id')) return [];
  if (element === 'Version')
    return [{ title: 'Write 2012-10-17', changes: [{ kind: 'set', uri, at, value: '2012-10-17' }] }];
  return [{ title: `Write it as a text: "${text}"`, changes: [{ kind: 'set', uri, at, value: text }] }];
}
