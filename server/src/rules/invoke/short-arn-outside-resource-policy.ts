import { literalOf } from '../../model/text-value.ts';
import { shapeOf } from '../../model/policy-shape.ts';
import { apisNameableIn, executeArn } from '../breadth/any-api.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { callPatternsIn, type PlacedPattern } from './call-patterns.ts';
import { callArnOf, isSound } from './sound-arn.ts';

export const shortArnOutsideResourcePolicy: Rule = {
  meta: {
    id: 'invoke/short-arn-outside-resource-policy',
    level: 'error',
    summary: "The short form of an execute-api ARN stands outside of an API's own resource policy",
    why:
      "`execute-api:/stage/VERB/path` has no API in it. In an API's own resource policy API Gateway puts region, account and API id before it; nobody does so in a policy of a user, " +
      'role or VPC endpoint, where IAM takes complete ARNs only: `Resource execute-api:/* must be in ARN format or "*"`.',
    fixes: ['the full ARN of an API of the unit'],
  },
  *check(context) {
    for (const pattern of callPatternsIn(context.unit)) {
      if (!pattern.isShort || mayBeResourcePolicy(pattern)) continue;
      const slot = pattern.policy.use?.slot;
      const isIdentity = slot !== 'resource' && slot !== 'endpoint';
      yield {
        uri: pattern.statement.uri,
        span: pattern.value.span,
        message: isIdentity
          ? `"${literalOf(pattern.value) ?? 'execute-api:'}" is complete only in the resource policy of an API: IAM refuses it here (MalformedPolicyDocument)`
          : `"${literalOf(pattern.value) ?? 'execute-api:'}" is complete only in the resource policy of an API: here it names no API`,
        accessAnalyzer: 'INVALID_ARN_PREFIX',
        fixes: () => fixesOf(pattern, context),
      };
    }
  },
};

/** A resource policy of an API, or a loose file that may be meant as one. */
function mayBeResourcePolicy({ policy }: PlacedPattern): boolean {
  const { use, document } = policy;
  if (use) return use.slot === 'resource';
  return shapeOf(document.statements) !== 'identity';
}

function fixesOf(pattern: PlacedPattern, context: RuleContext): readonly Fix[] {
  const { value, call, policy, statement } = pattern;
  const text = literalOf(call);
  if (text === undefined || text === '' || !isEditable(statement, context)) return [];
  return apisNameableIn(policy, context.unit)
    .slice(0, 3)
    .flatMap((api): readonly Fix[] => {
      if (!isSound(callArnOf(api, `/${text}`, value), pattern, context.unit)) return [];
      return [
        {
          title: `Name the API ${api.id} in a full ARN`,
          changes: [{ kind: 'set', uri: statement.uri, at: value.at, value: executeArn(api, `/${text}`, policy) }],
        },
      ];
    });
}
