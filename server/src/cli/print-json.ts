import { accessAnalyzerOf, rangeOf, type Report } from './report.ts';

/** The findings as one JSON object, whose shape is a contract with scripts: see `--format json` in the README. */
export function printJson(report: Report): string {
  const { workspace } = report;
  const findings = report.findings.map((finding) => ({
    rule: finding.rule,
    level: finding.level,
    message: finding.message,
    file: report.nameOf(finding.uri),
    span: [finding.span.start, finding.span.end],
    range: rangeOf(workspace, finding.uri, finding.span),
    related: (finding.related ?? []).map(({ uri, span, message }) => ({
      file: report.nameOf(uri),
      span: [span.start, span.end],
      message,
    })),
    fixes: (finding.fixTitles?.() ?? []).map((title) => ({ title })),
    accessAnalyzer: accessAnalyzerOf(finding), // not printed where there is none
  }));
  return `${JSON.stringify({ version: 1, files: report.files, findings }, null, 2)}\n`;
}
