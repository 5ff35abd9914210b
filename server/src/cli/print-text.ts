import * as picocolors from 'picocolors';
import type { Level } from '../rules/rule.ts';
import type { Span } from '../text/span.ts';
import { excerptOf, printable } from './excerpt.ts';
import { counted, levels, shownRangeOf, type Report } from './report.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Columns that a line may take. */
  readonly columns: number;
}

/** The findings for people: each with its line and the underline beneath, as modern compilers show them. */
export function printText(report: Report, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const paint: Readonly<Record<Level, (text: string) => string>> = {
    error: colours.red,
    warning: colours.yellow,
    info: colours.blue,
    hint: colours.cyan,
  };
  const { workspace } = report;
  let out = '';

  for (const fixed of report.fixed) {
    out += `${colours.green(colours.bold('fixed'))}${colours.bold(`[${fixed.rule}]: ${printable(fixed.title)}`)}\n`;
    out += `  ${colours.blue('-->')} ${printable(report.nameOf(fixed.uri))}:${fixed.line + 1}\n\n`;
  }
  for (const finding of report.findings) {
    const colour = paint[finding.level];
    const related = finding.related ?? [];
    const lastLines = [finding, ...related].map(({ uri, span }) => shownRangeOf(workspace, uri, span).start.line + 1);
    const gutter = String(Math.max(...lastLines)).length;
    const blank = `${' '.repeat(gutter)} ${colours.blue('|')}`;

    out += `${colours.bold(`${colour(`${finding.level}[${finding.rule}]`)}: ${printable(finding.message)}`)}\n`;
    out += place(finding.uri, finding.span, gutter, '^', colour);
    const fixes = finding.fixTitles?.() ?? [];
    if (fixes.length > 0) out += `${blank}\n`;
    for (const title of fixes)
      out += `${' '.repeat(gutter)} ${colours.blue('=')} ${colours.bold('fix')}: ${printable(title)}\n`;
    for (const { uri, span, message } of related) {
      out += `${colours.bold(`${colours.green('note')}: ${printable(message)}`)}\n`;
      out += place(uri, span, gutter, '-', colours.blue);
    }
    out += '\n';
  }
  return out + summary();

  function place(uri: string, span: Span, gutter: number, mark: string, colour: (text: string) => string): string {
    const { start } = shownRangeOf(workspace, uri, span);
    const number = String(start.line + 1).padStart(gutter);
    const bar = colours.blue('|');
    const edge = ' '.repeat(gutter);
    const excerpt = excerptOf(workspace.textOf(uri) ?? '', span, Math.max(40, options.columns - gutter - 3));
    return (
      `${edge}${colours.blue('-->')} ${printable(report.nameOf(uri))}:${start.line + 1}:${start.character + 1}\n` +
      `${edge} ${bar}\n` +
      `${colours.blue(number)} ${bar} ${excerpt.line}\n` +
      `${edge} ${bar} ${' '.repeat(excerpt.column)}${colour(mark.repeat(excerpt.width))}\n`
    );
  }

  function summary(): string {
    const counts = levels.flatMap((level) => {
      const count = report.findings.filter((finding) => finding.level === level).length;
      // "info" is no noun that has a plural.
      const noun = level === 'info' ? 'note' : level;
      return count === 0 ? [] : [paint[level](counted(count, noun))];
    });
    const fixed = report.fixed.length > 0 ? `fixed ${counted(report.fixed.length, 'finding')}; ` : '';
    const found = counts.length > 0 ? counts.join(', ') : report.fixed.length > 0 ? 'nothing remains' : 'nothing found';
    const left = report.unreadable.length > 0 ? `, ${report.unreadable.length} not read` : '';
    return `${colours.bold(`${fixed}${found} in ${counted(report.files, 'file')}${left}`)}\n`;
  }
}
