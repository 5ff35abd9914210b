import { policyRule } from './policy-rule.ts';
import { redundantEntries } from './redundancy.ts';

export const redundantResource = policyRule({
  meta: {
    id: 'policy/redundant-resource',
    level: 'hint',
    summary: 'A resource is covered by another one of the same list',
    why: 'A star in an ARN matches slashes and colons too, so `arn:aws:s3:::pets*` covers `arn:aws:s3:::pets-pictures/*`. What another entry covers changes nothing. Either may go; which one depends on whether the wildcard was meant to reach so far.',
    fixes: ['remove what adds nothing'],
    accessAnalyzer: 'REDUNDANT_RESOURCE',
  },
  statement({ statement }) {
    return [statement.resource, statement.notResource].flatMap(
      (element) => redundantEntries(element, (text) => text, statement.uri) ?? [],
    );
  },
});
