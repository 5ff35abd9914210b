import { Workspace } from '../../server/src/features/workspace.ts';
import type { Unit } from '../../server/src/graph/unit.ts';
import type { Principal } from '../../server/src/access/decision.ts';
import { nameOfPrincipal, principalsOf } from '../../server/src/access/principals.ts';
import { routeTitle } from '../../server/src/graph/route-target.ts';
import type { Route } from '../../server/src/model/facts.ts';

/** The unit of one template. */
export function unitOf(template: string): Unit {
  const uri = 'file:///ws/template.yaml';
  const workspace = new Workspace();
  workspace.setFile(uri, template);
  const unit = workspace.unitOf(uri);
  if (!unit) throw new Error('the template declares nothing');
  return unit;
}

export function routeNamed(title: string, unit: Unit): Route {
  const route = unit.routes.find((one) => routeTitle(one) === title);
  if (!route) throw new Error(`no route ${title} among ${unit.routes.map(routeTitle).join(', ')}`);
  return route;
}

export function principalNamed(name: string, unit: Unit): Principal {
  const principal = principalsOf(unit).find((one) => nameOfPrincipal(one) === name);
  if (!principal) throw new Error(`no principal ${name} among ${principalsOf(unit).map(nameOfPrincipal).join(', ')}`);
  return principal;
}
