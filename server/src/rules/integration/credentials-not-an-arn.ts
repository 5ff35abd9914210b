import { resolverOf } from '../../graph/resolve.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Role } from '../../model/facts.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { credentialsIn, type Credentials } from './credentials.ts';

export const credentialsNotAnArn: Rule = {
  meta: {
    id: 'integration/credentials-not-an-arn',
    level: 'error',
    summary: 'The credentials of an integration are not an ARN',
    why:
      "`credentials` takes the ARN of a role, or `arn:aws:iam::*:user/*` for the caller's own. CloudFormation's `Ref` of a role gives its name; " +
      'the deployment ends with `Invalid ARN specified in the request`. `Fn::GetAtt` with `Arn` gives the ARN.',
    fixes: ['Fn::GetAtt of the role, with Arn'],
  },
  *check({ unit }) {
    for (const one of credentialsIn(unit)) yield* nameOfRole(one, unit) ?? plainWord(one, unit);
  },
};

/** The Ref of a role, which is its name. Undefined when the credentials name no role of the unit. */
function nameOfRole({ uri, text }: Credentials, unit: Unit): readonly Finding[] | undefined {
  const named = resolverOf(unit).roleNamedBy(text, uri);
  if (named?.by !== 'name') return named && [];
  const { role } = named;
  const [part] = text.parts;
  const isRef = part?.kind === 'reference' && part.to.kind === 'logical' && part.to.attribute === undefined;
  return [
    {
      uri,
      span: text.span,
      message: isRef
        ? `Ref "${role.id}" gives the name of the role, not its ARN: the deployment refuses it (Invalid ARN specified in the request)`
        : `"${printed(text)}" is the name of role "${role.id}", not its ARN: the deployment refuses it (Invalid ARN specified in the request)`,
      related: [{ uri: role.uri, span: role.key, message: 'the role' }],
      fixes: () => (isRef ? [useArn(uri, text.at, role)] : []),
    },
  ];
}

function plainWord({ uri, text }: Credentials, unit: Unit): readonly Finding[] {
  const literal = literalOf(text);
  // Other letters are the placeholder of some tool, and the tool may write an ARN there.
  if (literal === undefined || !/^[A-Za-z][\w+=,.@/:-]*$/.test(literal) || /^arn:|^null$/i.test(literal)) return [];
  const role = unit.roles.find((one) => one.uri === uri && (one.id === literal || literalOf(one.name) === literal));
  return [
    {
      uri,
      span: text.span,
      message: `"${literal}" is not an ARN: the deployment refuses it (Invalid ARN specified in the request)`,
      fixes: () => (role ? [useArn(uri, text.at, role)] : []),
    },
  ];
}

function useArn(uri: string, at: Span, role: Role): Fix {
  return {
    title: `Use the ARN of role ${role.id}`,
    changes: [{ kind: 'set', uri, at, value: { 'Fn::GetAtt': [role.id, 'Arn'] } }],
  };
}
