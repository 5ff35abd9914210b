import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules } from '../rules/index.ts';
import type { Fix, Level, Rule } from '../rules/rule.ts';
import type { Span } from '../text/span.ts';
import { version } from '../../../package.json';
import { pathOf } from './file-uri.ts';
import { accessAnalyzerOf, shownRangeOf, type Report } from './report.ts';

const sarifLevels: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/**
 * The report as SARIF 2.1.0, for code scanning. Paths are relative to the folder `root`, where the command ran. Columns and offsets
 * are UTF-16 units and do not count a byte order mark, which SARIF takes for no part of the text.
 */
export function printSarif(report: Report, root: string): string {
  const { workspace } = report;
  const ruleIndex = new Map(rules.map((rule, i) => [rule.meta.id, i]));
  const seen = new Map<string, number>();

  const run = {
    tool: {
      driver: { name: 'Grantlens', version, semanticVersion: version, rules: rules.map(describedRule) },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(root).href.replace(/\/$/, '')}/` } },
    invocations: [
      {
        executionSuccessful: !report.unreadable.some(({ named }) => named),
        toolExecutionNotifications: [
          ...report.unreadable,
          ...report.broken.map((one) => ({ ...one, named: false })),
        ].map(({ shown, problem, named }) => ({
          level: named ? 'error' : 'warning',
          message: { text: `${shown} ${problem}` },
        })),
      },
    ],
    results: report.findings.map((finding) => ({
      ruleId: finding.rule,
      ruleIndex: ruleIndex.get(finding.rule) ?? -1,
      level: sarifLevels[finding.level],
      message: { text: finding.message },
      locations: [{ physicalLocation: physicalLocation(finding.uri, finding.span) }],
      ...(finding.related &&
        finding.related.length > 0 && {
          relatedLocations: finding.related.map(({ uri, span, message }, id) => ({
            id,
            message: { text: message },
            physicalLocation: physicalLocation(uri, span),
          })),
        }),
      partialFingerprints: { 'lineAndRule/v1': fingerprint(finding.rule, finding.uri, finding.span) },
      ...someFixes((finding.fixes?.() ?? []).flatMap(sarifFix)),
      properties: { accessAnalyzer: accessAnalyzerOf(finding) },
    })),
  };
  return `${JSON.stringify(
    { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] },
    null,
    2,
  )}\n`;

  /** None, where the fix cannot be done without harm. */
  function sarifFix(fix: Fix): readonly object[] {
    const changes = workspace.editsOf(fix);
    if (!changes) return [];
    const artifactChanges = [...changes].map(([uri, edits]) => ({
      artifactLocation: artifactLocation(uri),
      replacements: [...edits]
        .sort((a, b) => a.span.start - b.span.start)
        .map(({ span, newText }) => ({
          deletedRegion: region(uri, span),
          ...(newText !== '' && { insertedContent: { text: newText } }),
        })),
    }));
    return [{ description: { text: fix.title }, artifactChanges }];
  }

  function physicalLocation(uri: string, span: Span) {
    const snippet = workspace.textOf(uri)?.slice(span.start, span.end) ?? '';
    return { artifactLocation: artifactLocation(uri), region: { ...region(uri, span), snippet: { text: snippet } } };
  }

  function region(uri: string, span: Span) {
    const { start, end } = shownRangeOf(workspace, uri, span);
    const mark = workspace.textOf(uri)?.startsWith('\uFEFF') ? 1 : 0;
    return {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
      charOffset: Math.max(0, span.start - mark),
      charLength: span.end - span.start,
    };
  }

  function artifactLocation(uri: string) {
    const file = pathOf(uri) ?? uri;
    const inside = path.relative(root, file);
    if (inside.startsWith('..') || path.isAbsolute(inside)) return { uri: pathToFileURL(file).href };
    return { uri: inside.split(path.sep).map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
  }

  /** The same for a finding whose line moved, another one for its twin on a line of the same text. */
  function fingerprint(rule: string, uri: string, span: Span): string {
    const text = workspace.textOf(uri) ?? '';
    const line = workspace.linesOf(uri)?.positionAt(span.start).line ?? 0;
    const from = workspace.linesOf(uri)?.lineStart(line) ?? 0;
    const to = workspace.linesOf(uri)?.lineStart(line + 1) ?? text.length;
    const content = [rule, artifactLocation(uri).uri, text.slice(from, to).trim(), text.slice(span.start, span.end)];
    const hash = createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 16);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return `${hash}:${nth}`;
  }
}

function someFixes(fixes: readonly object[]): { readonly fixes?: readonly object[] } {
  return fixes.length > 0 ? { fixes } : {};
}

function describedRule({ meta }: Rule): object {
  const fixes = meta.fixes ? `\n\nFixes:\n${meta.fixes.map((fix) => `- ${fix}`).join('\n')}` : '';
  return {
    id: meta.id,
    shortDescription: { text: `${meta.summary}.` },
    fullDescription: { text: meta.why },
    help: { text: `${meta.summary}.\n\n${meta.why}${fixes}`, markdown: `${meta.summary}.\n\n${meta.why}${fixes}` },
    defaultConfiguration: { level: sarifLevels[meta.level], ...(meta.isOff && { enabled: false }) },
    properties: {
      tags: ['security', meta.id.split('/')[0] ?? ''],
      accessAnalyzer: meta.accessAnalyzer,
    },
  };
}
