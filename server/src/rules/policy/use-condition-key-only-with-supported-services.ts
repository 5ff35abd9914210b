import { policyRule } from './policy-rule.ts';

export const useConditionKeyOnlyWithSupportedServices = policyRule({
  meta: {
    id: 'policy/use-condition-key-only-with-supported-services',
    level: 'warning',
    summary: 'A key that few services set decides over all of them',
    why: '`aws:VpceAccount`, `aws:VpceOrgID` and `aws:VpceOrgPaths` are set by some services only. In a statement on every action, requests to the others are met as if they came through no endpoint.',
    accessAnalyzer: 'USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES',
  },
  test({ key, test, at }) {
    if (!/^aws:vpce(?:account|orgid|orgpaths)$/.test(key)) return undefined;
    const all = at.statement.notAction ?? at.actions.find(({ text }) => text === '*');
    if (!all) return undefined;
    return {
      span: test.keySpan,
      message: `only some services set "${test.key}", and this statement is about all of them`,
    };
  },
});
