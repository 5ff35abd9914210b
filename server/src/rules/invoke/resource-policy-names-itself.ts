import { callPatternOf } from '../../access/call-pattern.ts';
import { apiOfPolicy } from '../../access/call-targets.ts';
import { isInTemplateOf } from '../../graph/api-policies.ts';
import { dependsOn } from '../../graph/depends-on.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Api } from '../../model/facts.ts';
import type { Statement } from '../../model/policy.ts';
import { printed, type TextPart, type TextValue } from '../../model/text-value.ts';
import { textFor } from '../breadth/hold.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { statementsIn } from './call-patterns.ts';
import { isSound } from './sound-arn.ts';

export const resourcePolicyNamesItself: Rule = {
  meta: {
    id: 'invoke/resource-policy-names-itself',
    level: 'error',
    summary: 'The resource policy of an API refers to the API that carries it',
    why:
      'CloudFormation makes the API with its policy, and must know the API for the policy: it refuses the template, `Circular dependency between resources`. ' +
      'The short form `execute-api:/stage/VERB/path` needs no API id: API Gateway puts its own before it.',
    fixes: ['the short form `execute-api:/...`'],
  },
  *check(context) {
    for (const { statement, policy } of statementsIn(context.unit)) {
      if (policy.use?.slot !== 'resource' || policy.document.host !== 'template') continue;
      const api = apiOfPolicy(policy.document, context.unit);
      if (api && api.id !== '' && isInTemplateOf(api, statement.uri, context.unit))
        yield* checkStatement(statement, policy, api, context);
    }
  },
};

function* checkStatement(
  statement: Statement,
  policy: PlacedPolicy,
  api: Api,
  context: RuleContext,
): Iterable<Finding> {
  const { uri } = statement;
  for (const value of textsOf(statement)) {
    const part = value.parts.find((one) => leadsTo(api, one, context));
    if (part?.kind !== 'reference' || part.to.kind !== 'logical') continue;
    const { id } = part.to;
    yield {
      uri,
      span: part.span,
      message:
        id === api.id
          ? `"${id}" is the API that carries this policy: CloudFormation refuses the circle (Circular dependency between resources)`
          : `"${id}" needs "${api.id}", which carries this policy: CloudFormation refuses the circle (Circular dependency between resources)`,
      related: [{ uri: api.uri, span: api.key, message: 'the API, which is made with its policy' }],
      fixes: () => fixesOf(value, api, { statement, policy }, context),
    };
  }
}

function textsOf({ resource, notResource, principal, notPrincipal, condition }: Statement): readonly TextValue[] {
  return [
    ...(resource?.values ?? []),
    ...(notResource?.values ?? []),
    ...(principal?.entries.flatMap((entry) => entry.values) ?? []),
    ...(notPrincipal?.entries.flatMap((entry) => entry.values) ?? []),
    ...(condition?.tests.flatMap((test) => test.values) ?? []),
  ];
}

function leadsTo({ id, uri }: Api, part: TextPart, { unit }: RuleContext): boolean {
  return part.kind === 'reference' && part.to.kind === 'logical' && dependsOn(part.to.id, id, uri, unit);
}

function fixesOf(
  value: TextValue,
  api: Api,
  { statement, policy }: { readonly statement: Statement; readonly policy: PlacedPolicy },
  context: RuleContext,
): readonly Fix[] {
  const pattern = callPatternOf(value);
  if (!pattern?.api || !statement.resource?.values.includes(value)) return [];
  const [only, second] = pattern.api.parts;
  if (second || !only || only.kind !== 'reference') return [];
  const rest = pattern.call ?? { ...value, parts: [] };
  const isFree = rest.parts.every(
    (part) => part.kind === 'literal' || (part.kind === 'reference' && !leadsTo(api, part, context)),
  );
  if (!isFree) return [];
  const text = `execute-api:/${rest.parts.length > 0 ? printed(rest) : '*'}`;
  const short: TextValue = {
    ...value,
    parts: [
      { kind: 'literal', source: { text: 'execute-api:/', span: value.span } },
      ...(rest.parts.length > 0 ? rest.parts : [{ kind: 'literal' as const, source: { text: '*', span: value.span } }]),
    ],
  };
  if (!isSound(short, { statement, policy }, context.unit)) return [];
  return [
    {
      title: `Write ${text}`,
      changes: [{ kind: 'set', uri: statement.uri, at: value.at, value: textFor(policy, text) }],
    },
  ];
}
