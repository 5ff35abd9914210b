import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { accessAnalyzerOf } from '../../server/src/cli/report.ts';
import type { ReportedFinding } from '../../server/src/features/workspace.ts';
import type { Span } from '../../server/src/text/span.ts';
import { corpusFolder } from '../support/project.ts';
import { pythonJson } from './python-json.ts';

export interface ManagedPolicy {
  readonly name: string;
  /** As AWS's validator was given it. */
  readonly text: string;
  readonly verdicts: readonly Verdict[];
}

/** A finding in AWS's terms. */
export interface Verdict {
  /** The name of the rule where AWS has no such code. */
  readonly code: string;
  /** In AWS's order. */
  readonly spans: readonly Span[];
}

export function managedPolicies(): readonly ManagedPolicy[] {
  const file = path.join(corpusFolder, 'policies/aws-managed-policies.jsonl.gz');
  return gunzipSync(readFileSync(file))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { name, document, findings } = JSON.parse(line) as {
        name: string;
        document: unknown;
        findings: { code: string; spans: [number, number][] }[];
      };
      return {
        name,
        text: pythonJson(document),
        verdicts: findings.map(({ code, spans }) => ({ code, spans: spans.map(([start, end]) => ({ start, end })) })),
      };
    });
}

export function verdictOf(finding: ReportedFinding, text: string): Verdict {
  const places = [finding.span, ...(finding.related ?? []).map(({ span }) => span)];
  return { code: accessAnalyzerOf(finding) ?? finding.rule, spans: places.map((span) => quoted(span, text)) };
}

/** AWS points at a text with its quotes; an editor underlines what stands between them. */
function quoted({ start, end }: Span, text: string): Span {
  const isInside = text.charAt(start - 1) === '"' && text.charAt(end) === '"';
  return isInside ? { start: start - 1, end: end + 1 } : { start, end };
}

export function printed({ code, spans }: Verdict, text: string): string {
  const places = spans.map(({ start, end }) => `${start}-${end}`).join(', ');
  const [first = { start: 0, end: 0 }] = spans;
  return `${code} at ${places}: ${text.slice(first.start, first.end).slice(0, 80)}`;
}
