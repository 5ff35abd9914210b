import { policyRule } from './policy-rule.ts';

export const invalidConditionKeyFormat = policyRule({
  meta: {
    id: 'policy/invalid-condition-key-format',
    level: 'error',
    summary: 'A condition key has no prefix',
    why: 'A condition key is `aws:` or a service prefix and a name: `aws:SourceIp`, `s3:prefix`. AWS refuses a bare name.',
    fixes: ['the global key of that name'],
    accessAnalyzer: 'INVALID_CONDITION_KEY_FORMAT',
    needsCatalog: true,
  },
  test({ test, at }) {
    const { key, keySpan } = test;
    if (/[${}<>%]/.test(key) || /^[^:]+:./.test(key)) return undefined;
    const { uri } = at.statement;
    const global = at.policy.catalog.globalKeys().find(({ name }) => name.toLowerCase() === `aws:${key.toLowerCase()}`);
    return {
      span: keySpan,
      message: `"${key}" is no condition key: a key is a prefix and a name, such as aws:SourceIp`,
      fixes: () =>
        global
          ? [{ title: `Write ${global.name}`, changes: [{ kind: 'rename-key', uri, key: keySpan, to: global.name }] }]
          : [],
    };
  },
});
