import { functionOfPermission, grantsApiGateway, permissionsOn } from '../access/invoke-grant.ts';
import type { Unit } from '../graph/unit.ts';
import type { LambdaFunction, LambdaPermission, Role } from '../model/facts.ts';
import { literalOf } from '../model/text-value.ts';
import type { MapBuilder, MapGround } from './access-map.ts';

export function functionNode({ uri, id, name, key }: LambdaFunction, map: MapBuilder): string {
  return map.node({
    id: `function ${uri} ${id}`,
    kind: 'function',
    label: literalOf(name) ?? id,
    detail: 'Lambda function',
    place: { uri, span: key },
  });
}

export function roleNode({ uri, id, name, key, impliedTrust }: Role, map: MapBuilder): string {
  return map.node({
    id: `role ${uri} ${id}`,
    kind: 'role',
    label: literalOf(name) ?? id,
    detail: impliedTrust === undefined ? 'IAM role' : 'IAM role, made by SAM',
    place: { uri, span: key },
  });
}

export function groundOf({ id, uri, key, written }: LambdaPermission, says = ''): MapGround {
  return {
    says: `${written ? `permission ${id}` : 'the permission that SAM makes'}${says}`,
    place: { uri, span: key },
  };
}

/** Permissions that mean the function and do not cover the route; without any, the function, beside which one would stand. */
export function nearMisses(invoked: LambdaFunction, unit: Unit): readonly MapGround[] {
  const others = permissionsOn(invoked, unit).filter(
    (one) => functionOfPermission(one, unit)?.function === invoked && grantsApiGateway(one) !== 'no',
  );
  if (others.length > 0) return others.map((one) => groundOf(one, ' does not cover it'));
  return [{ says: 'the function lets nobody in', place: { uri: invoked.uri, span: invoked.key } }];
}
