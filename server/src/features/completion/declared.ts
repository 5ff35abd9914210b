import { resourceIdentifiers } from '../../catalog/resource-identifiers.ts';
import { unitMemory } from '../../graph/per-unit.ts';
import { apiOf, routeTitle, sourceArnSuffixOf } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import { executeApiArnText } from '../../rules/template-value.ts';
import type { Value } from '../../text/change.ts';

/** Something that a template declares and that a policy can name by its ARN. */
export interface DeclaredArn {
  readonly uri: string;
  /** What a template calls its ARN: `Table.Arn`, or the logical id where `Ref` gives the ARN. */
  readonly reference: string;
  readonly value: Value;
  readonly type: string;
  /** `arn:${Partition}:dynamodb:${Region}:${Account}:table/${Name}`, with the name where it is written out. */
  readonly arn: string;
  /** The same with a hole for the name, to be held against the catalog's forms. */
  readonly form: string;
}

/** The resources of a unit whose ARN a template can name. */
export function declaredArns(unit: Unit): readonly DeclaredArn[] {
  let known = declared.get(unit);
  if (!known) declared.set(unit, (known = [...resourceArns(unit), ...principalArns(unit)]));
  return known;
}

const declared = unitMemory<readonly DeclaredArn[]>();

function resourceArns({ resources }: Unit): readonly DeclaredArn[] {
  return resources.flatMap(({ id, uri, type, name }): readonly DeclaredArn[] => {
    const known = resourceIdentifiers.get(type);
    const [attribute] = known?.arnAttributes ?? [];
    if (known?.arn === undefined || (known.ref !== 'arn' && attribute === undefined)) return [];
    const isRef = known.ref === 'arn';
    return [
      {
        uri,
        type,
        reference: isRef ? id : `${id}.${attribute ?? ''}`,
        value: isRef ? { Ref: id } : { 'Fn::GetAtt': [id, attribute ?? ''] },
        arn: known.arn.replace('${Name}', literalOf(name) ?? `\${${id}}`),
        form: known.arn,
      },
    ];
  });
}

function principalArns({ roles, identities }: Unit): readonly DeclaredArn[] {
  const users = identities.filter(({ kind }) => kind === 'user');
  return [...roles, ...users].map((one): DeclaredArn => {
    const kind = 'kind' in one ? 'user' : 'role';
    const form = `arn:\${Partition}:iam::\${Account}:${kind}/\${Name}`;
    const name = `${(literalOf(one.path) ?? '/').slice(1)}${literalOf(one.name) ?? `\${${one.id}}`}`;
    return {
      uri: one.uri,
      type: kind === 'role' ? 'AWS::IAM::Role' : 'AWS::IAM::User',
      reference: `${one.id}.Arn`,
      value: { 'Fn::GetAtt': [one.id, 'Arn'] },
      arn: form.replace('${Name}', name),
      form,
    };
  });
}

/** A route as a policy names it. */
export interface DeclaredRoute {
  readonly route: Route;
  readonly title: string;
  /** The logical id of its API, and the file that declares it; empty for a definition that no template names. */
  readonly api: string;
  readonly uri: string;
  /** The ARN as Fn::Sub writes it. */
  readonly sub: string;
  /** What follows the API's id: stage, verb and path. */
  readonly suffix: string;
}

/** The routes of a unit, those of one ARN once. */
export function declaredRoutes(unit: Unit): readonly DeclaredRoute[] {
  const byArn = new Map<string, DeclaredRoute>();
  for (const route of unit.routes) {
    const api = apiOf(route, unit);
    const suffix = sourceArnSuffixOf(route);
    if (!api || suffix === undefined) continue;
    const sub = executeApiArnText(api.id, suffix);
    const name = `${api.uri} ${sub}`;
    if (!byArn.has(name)) byArn.set(name, { route, title: routeTitle(route), api: api.id, uri: api.uri, sub, suffix });
  }
  return [...byArn.values()];
}
