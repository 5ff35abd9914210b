import type { Level } from '../rules/rule.ts';
import { shownRangeOf, type Report } from './report.ts';

const commands: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Workflow commands, which GitHub Actions shows as annotations at the lines of a pull request. */
export function printGithub(report: Report): string {
  let out = '';
  for (const finding of report.findings) {
    const { start, end } = shownRangeOf(report.workspace, finding.uri, finding.span);
    const properties: Record<string, string | number> = {
      file: report.nameOf(finding.uri),
      line: start.line + 1,
      endLine: end.line + 1,
      // GitHub takes columns within one line only.
      ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
      title: finding.rule,
    };
    const list = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
    out += `::${commands[finding.level]} ${list.join(',')}::${escaped(finding.message)}\n`;
  }
  return out;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
