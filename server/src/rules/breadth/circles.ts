import { dependsOn } from '../../graph/depends-on.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';

/** Would naming that resource in the policy close a circle, which CloudFormation refuses? It does when the resource needs the one that carries the policy. */
export function closesCircle(id: string, { use }: PlacedPolicy, unit: Unit): boolean {
  return use?.carrierId !== undefined && dependsOn(id, use.carrierId, use.uri, unit);
}
