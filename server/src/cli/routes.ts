import { routeViews, type CallerView, type GroundView, type RouteView } from '../features/route-view.ts';
import type { Place } from '../text/span.ts';
import type { RoutesOptions } from './arguments.ts';
import { tellBroken } from './broken.ts';
import type { Io } from './io.ts';
import { readWorkspace, type ReadWorkspace } from './read-workspace.ts';
import { counted, rangeOf, shownRangeOf } from './report.ts';

/** Prints every route of the workspace: its authorization, its callers, what stands behind it, the grants. */
export async function routes(options: RoutesOptions, io: Io): Promise<number> {
  const read = await readWorkspace(options, io);
  const { workspace } = read;
  tellBroken(read, io);
  const views = workspace.units().flatMap((unit) => routeViews(unit, workspace.catalog));
  io.stdout(options.format === 'json' ? printJson(views, read) : printText(views, read));
  return read.unreadable.some(({ named }) => named) ? 2 : 0;
}

/** `template.yaml:12:5`, as editors and terminals open it. */
export function shownPlace({ uri, span }: Place, { workspace, nameOf }: ReadWorkspace): string {
  const { start } = shownRangeOf(workspace, uri, span);
  return `${nameOf(uri)}:${start.line + 1}:${start.character + 1}`;
}

/** `role Keeper`, with how sure it is when it is not. */
function shownCaller({ name, may }: CallerView): string {
  switch (may) {
    case 'yes':
      return name;
    case 'part':
      return `${name} (for some requests)`;
    case 'maybe':
      return `${name} (perhaps)`;
    case 'no':
      return `not ${name}`;
  }
}

function printText(views: readonly RouteView[], read: ReadWorkspace): string {
  if (views.length === 0) return `no routes in ${counted(read.files, 'file')}\n`;
  const byApi = new Map<string, RouteView[]>();
  for (const view of views) {
    const place = view.api?.place;
    const head = view.api ? `${view.api.name}${place ? `  ${shownPlace(place, read)}` : ''}` : 'an API out of sight';
    const list = byApi.get(head);
    if (list) list.push(view);
    else byApi.set(head, [view]);
  }
  const lines: string[] = [];
  for (const [head, list] of byApi) {
    lines.push(head);
    const rows = list.map((view) => [
      view.state,
      view.title,
      view.authorization.words,
      view.callers.length > 0 ? view.callers.map(shownCaller).join(', ') : 'nobody in sight',
      view.backend.words,
      shownPlace(view.place, read),
    ]);
    const widths = (rows[0] ?? []).map((_, i) => Math.min(48, Math.max(...rows.map((row) => row[i]?.length ?? 0))));
    for (const row of rows) lines.push(`  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
    lines.push('');
  }
  const missing = views.filter(({ state }) => state === 'ungranted').length;
  const open = views.filter(({ state }) => state === 'open').length;
  lines.push(
    `${counted(views.length, 'route')}: ${missing} without a grant for what stands behind ${missing === 1 ? 'it' : 'them'}, ${open} open to anyone`,
  );
  return `${lines.join('\n')}\n`;
}

/** The shape is a contract with scripts: see the README. */
function printJson(views: readonly RouteView[], read: ReadWorkspace): string {
  const list = views.map((view) => ({
    route: view.title,
    api: view.api?.name ?? null,
    ...jsonPlace(view.place, read),
    authorization: {
      kinds: view.authorization.kinds,
      authorizers: view.authorization.authorizers.map(({ name }) => name),
    },
    callers: view.callers.map(({ kind, name, may, grounds }) => ({
      kind,
      name,
      may,
      because: jsonGrounds(grounds, read),
    })),
    backend: {
      model: view.backend.model,
      title: view.backend.title,
      functions: view.backend.functions.map(({ name }) => name),
      roles: view.backend.roles.map(({ name }) => name),
      may: view.backend.may,
      because: jsonGrounds(view.backend.grounds, read),
    },
    state: view.state,
    reason: view.reason,
  }));
  return `${JSON.stringify({ version: 1, files: read.files, routes: list }, null, 2)}\n`;
}

/** Grounds with the places where they are written. */
export function jsonGrounds(grounds: readonly GroundView[], read: ReadWorkspace): readonly object[] {
  return grounds.map(({ text, effect, place }) => ({
    text,
    effect: effect ?? null,
    ...(place ? jsonPlace(place, read) : {}),
  }));
}

function jsonPlace({ uri, span }: Place, { workspace, nameOf }: ReadWorkspace): object {
  return { file: nameOf(uri, true), span: [span.start, span.end], range: rangeOf(workspace, uri, span) };
}
