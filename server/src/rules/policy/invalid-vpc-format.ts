import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const invalidVpcFormat = policyRule({
  meta: {
    id: 'policy/invalid-vpc-format',
    level: 'error',
    summary: 'A value that is no id of a VPC',
    why: 'The id of a VPC is `vpc-` and 8 or 17 letters and digits. With any other value the condition never holds.',
    accessAnalyzer: 'INVALID_VPC_FORMAT',
  },
  value(value) {
    const { key, operator } = value.at;
    const { text } = value;
    if (key !== 'aws:sourcevpc' || operator?.family !== 'String' || !isPlainValue(value)) return undefined;
    // Without a digit it is a name to be filled in.
    if (/[*?]/.test(text) || !/\d/.test(text) || /^vpc-(?:[0-9a-z]{8}|[0-9a-z]{17})$/i.test(text)) return undefined;
    return {
      span: value.value.span,
      message: `"${text}" is no id of a VPC, which is vpc- and 8 or 17 letters and digits`,
    };
  },
});
