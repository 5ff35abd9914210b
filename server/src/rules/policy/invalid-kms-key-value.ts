import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const invalidKmsKeyValue = policyRule({
  meta: {
    id: 'policy/invalid-kms-key-value',
    level: 'error',
    summary: 'A condition compares the key of an encryption with what is no ARN of a KMS key',
    why: '`s3:x-amz-server-side-encryption-aws-kms-key-id` holds the ARN of the key, whatever the request names it by. A condition that compares it with an id or an alias never holds.',
    accessAnalyzer: 'INVALID_KMS_KEY_VALUE',
  },
  value(value) {
    const { key, operator } = value.at;
    const { text } = value;
    if (key !== 's3:x-amz-server-side-encryption-aws-kms-key-id' || !isPlainValue(value)) return undefined;
    if (operator?.family !== 'String' && operator?.family !== 'Arn') return undefined;
    if (/[*?]/.test(text) || /^arn:[^:]*:kms:[^:]*:[^:]*:key\/./.test(text)) return undefined;
    return {
      span: text === '' ? value.value.at : value.value.span,
      message: `"${text}" is no ARN of a KMS key, which is what the request is compared by`,
    };
  },
});
