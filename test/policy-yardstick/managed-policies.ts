import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { accessAnalyzerOf } from '../../server/src/cli/report.ts';
import type { ReportedFinding } from '../../server/src/features/workspace.ts';
import { corpusFolder } from '../support/project.ts';
import { pythonJson } from './python-json.ts';

export interface ManagedPolicy {
  readonly name: string;
  /** As AWS's validator was given it. */
  readonly text: string;
  readonly verdicts: readonly Verdict[];
}

export interface Verdict {
  readonly code: string;
  /** Without the quotes around a text, in order. */
  readonly spans: readonly string[];
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
      const text = pythonJson(document);
      return {
        name,
        text,
        verdicts: findings.map(({ code, spans }) => ({
          code,
          spans: spans.map(([start, end]) => unquoted(text, start, end)),
        })),
      };
    });
}

/** A finding of ours in the same words; undefined for one that AWS's validator does not know. */
export function verdictOf(finding: ReportedFinding, text: string): Verdict | undefined {
  const code = accessAnalyzerOf(finding);
  if (code === undefined) return undefined;
  const places = [finding.span, ...(finding.related ?? []).map(({ span }) => span)];
  return { code, spans: places.map(({ start, end }) => unquoted(text, start, end)) };
}

function unquoted(text: string, start: number, end: number): string {
  const isText = text.charAt(start) === '"' && text.charAt(end - 1) === '"';
  return isText ? `${start + 1}-${end - 1}` : `${start}-${end}`;
}

export function printed({ code, spans }: Verdict, text: string): string {
  const [first = '0-0'] = spans;
  const [start = 0, end = 0] = first.split('-').map(Number);
  return `${code} at ${spans.join(', ')}: ${text.slice(start, end).slice(0, 80)}`;
}
