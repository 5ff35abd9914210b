import { wordOf } from '../../access/call-pattern.ts';
import { managementPatternOf, thingsUnder, type ManagementPattern } from '../../access/management-pattern.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, literalSourceOf, printed, type TextPart, type TextValue } from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import { isEditable, textFor } from '../breadth/hold.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { mayManage, statementsIn } from './call-patterns.ts';

export const malformedManagementArn: Rule = {
  meta: {
    id: 'invoke/malformed-management-arn',
    level: 'warning',
    summary: 'An ARN of API Gateway management names nothing that API Gateway has',
    why:
      'What `apigateway:GET`, `POST`, `PUT`, `PATCH` and `DELETE` act on is `arn:aws:apigateway:region::/path`: the account stays empty, and the path is that of the request to ' +
      "API Gateway's own API (`/restapis/a1b2c3/stages/prod`, `/apis/a1b2c3/routes`). Another ARN is taken and matches no request.",
    fixes: ['leave the account empty', 'any region', 'a slash before the path'],
  },
  *check(context) {
    for (const { statement, policy } of statementsIn(context.unit)) {
      if (policy.use?.slot === 'trust' || !mayManage(statement)) continue;
      for (const element of [statement.resource, statement.notResource]) {
        for (const value of element?.values ?? []) {
          const pattern = managementPatternOf(value);
          if (pattern) yield* checkPattern(pattern, statement, policy, context);
        }
      }
    }
  },
};

function* checkPattern(
  pattern: ManagementPattern,
  statement: Statement,
  policy: PlacedPolicy,
  context: RuleContext,
): Iterable<Finding> {
  const { uri } = statement;
  const { value, region, account, path } = pattern;
  const things = thingsUnder(path);
  const change = (make: (fields: readonly TextValue[]) => string): readonly Change[] | undefined => {
    const isKnown = value.parts.every((part) => part.kind === 'literal' || part.kind === 'reference');
    const isOpen = value.parts.some((part) => part.kind === 'literal' && part.source.text.includes('${'));
    if (!isKnown || isOpen || !isEditable(statement, context)) return undefined;
    return [{ kind: 'set', uri, at: value.at, value: textFor(policy, make(pattern.fields)) }];
  };
  if (surelyFilled(account) && !things.some((thing) => thing.mayNameAccount)) {
    yield {
      uri,
      span: wordOf(account, value),
      accessAnalyzer: 'ARN_ACCOUNT_NOT_ALLOWED',
      message: /^\d+$/.test(literalOf(account) ?? '1')
        ? `"${printed(account)}" stands where management ARNs leave the account empty, so this one matches no request`
        : `"${printed(account)}" stands where the account is left empty: an integration URI is no resource of a policy`,
      fixes: () => {
        const changes = change((fields) => fields.map((field, i) => (i === 4 ? '' : printed(field))).join(':'));
        return changes && things.length > 0 ? [{ title: 'Leave the account empty', changes }] : [];
      },
    };
    return;
  }
  if (literalOf(region) === '') {
    yield {
      uri,
      span: value.span,
      level: 'error',
      message: `"${printed(value)}" names no region, so it matches no request`,
      accessAnalyzer: 'MISSING_ARN_REGION',
      fixes: () => {
        const changes = change((fields) => fields.map((field, i) => (i === 3 ? '*' : printed(field))).join(':'));
        return changes && things.length > 0 ? [{ title: 'Any region: *', changes }] : [];
      },
    };
    return;
  }
  const [first] = path.parts;
  const start = first?.kind === 'literal' ? first.source.text : undefined;
  if (start !== undefined && !/^[/*?]/.test(start)) {
    yield {
      uri,
      span: wordOf(path, value),
      message: `"${printed(path)}" matches no request: management paths begin with a slash`,
      fixes: () => {
        const changes = change((fields) =>
          fields.map((field, i) => (i === 5 ? `/${printed(field)}` : printed(field))).join(':'),
        );
        const slash = first && thingsUnder({ ...path, parts: [slashPart(path), ...path.parts] });
        return changes && slash && slash.length > 0 ? [{ title: 'Begin the path with a slash', changes }] : [];
      },
    };
    return;
  }
  if (things.length > 0 || path.parts.length === 0) return;
  yield {
    uri,
    span: wordOf(path, value),
    message: `"${printed(path)}" is no path of API Gateway, so the ARN matches no request`,
  };
}

function slashPart({ span }: TextValue): TextPart {
  return { kind: 'literal', source: { text: '/', span: { start: span.start, end: span.start } } };
}

/** An account that cannot be empty: letters without a star, or the account of the stack. */
function surelyFilled(account: TextValue): boolean {
  const text = literalOf(account);
  if (text !== undefined) return /^[^*?<>{}]+$/.test(text) && literalSourceOf(account) !== undefined;
  const [only, second] = account.parts;
  return !second && only?.kind === 'reference' && only.to.kind === 'pseudo' && only.to.name === 'AWS::AccountId';
}
