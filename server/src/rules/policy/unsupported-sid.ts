import { literalSourceOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';

export const unsupportedSid = policyRule({
  meta: {
    id: 'policy/unsupported-sid',
    level: 'error',
    summary: 'A Sid of an identity-based policy has characters other than letters and digits',
    why: 'In IAM policies a Sid consists of the letters A to Z, a to z and digits. IAM refuses others: `MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique` and alphanumeric. Policies of buckets, queues and keys are less strict.',
    fixes: ['leave those characters out'],
    accessAnalyzer: 'UNSUPPORTED_SID',
  },
  statement({ statement, policy }) {
    const { sid, uri } = statement;
    const source = literalSourceOf(sid);
    if (!sid || !source || sid.bare || !/[^A-Za-z0-9]/.test(source.text)) return undefined;
    if (policy.kind !== 'identity' && policy.kind !== 'boundary') return undefined;
    // What a tool fills in.
    if (/[{}<>$%]/.test(source.text)) return undefined;
    const plain = source.text.replace(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, next: string) => next.toUpperCase());
    const taken = policy.document.statements.some((other) => literalSourceOf(other.sid)?.text === plain);
    return {
      span: sid.span,
      message: `Sid "${source.text}" has characters other than letters and digits: IAM refuses the policy`,
      fixes: () =>
        plain === '' || taken
          ? []
          : [{ title: `Write ${plain}`, changes: [{ kind: 'set', uri, at: sid.at, value: plain }] }],
    };
  },
});
