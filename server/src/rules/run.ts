import type { Catalog } from '../catalog/catalog.ts';
import type { Unit } from '../graph/unit.ts';
import { ignoresIn } from './ignore-comments.ts';
import type { Finding, Level, Rule } from './rule.ts';

export interface RunOptions {
  readonly unit: Unit;
  /** Without a catalog, rules that need one do not run. */
  readonly catalog: Catalog | undefined;
  readonly levels: Readonly<Record<string, Level | 'off'>>;
  readonly textOf: (uri: string) => string;
}

/** Runs the rules over one unit: levels are given and ignore comments are heard here, once for all rules. */
export function runRules(
  rules: readonly Rule[],
  options: RunOptions,
): readonly (Finding & { readonly rule: string; readonly level: Level })[] {
  const { unit, catalog, levels, textOf } = options;
  const out: (Finding & { readonly rule: string; readonly level: Level })[] = [];
  const mentionsOf = (uri: string, name: string): number =>
    textOf(uri).split(new RegExp(`(?<![\\w])${name.replace(/[^\w]/g, '\\$&')}(?![\\w])`)).length - 1;
  // A loose policy that two commands take is checked for each, and says the same thing once.
  const said = new Set<string>();
  const ignores = new Map<string, ReturnType<typeof ignoresIn>>();
  for (const rule of rules) {
    const setting = levels[rule.meta.id];
    if (setting === 'off') continue;
    if (rule.meta.needsCatalog && !catalog) continue;
    // A rule that does not need the catalog never looks at it.
    for (const finding of rule.check({ unit, catalog: catalog as Catalog, mentionsOf })) {
      let ignore = ignores.get(finding.uri);
      if (!ignore) ignores.set(finding.uri, (ignore = ignoresIn(textOf(finding.uri))));
      if (ignore(rule.meta.id, finding.span)) continue;
      const name = `${rule.meta.id} ${finding.uri} ${finding.span.start} ${finding.span.end}`;
      if (said.has(name)) continue;
      said.add(name);
      out.push({ ...finding, rule: rule.meta.id, level: setting ?? finding.level ?? rule.meta.level });
    }
  }
  return out;
}
