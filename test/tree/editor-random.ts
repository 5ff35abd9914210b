import type { Value } from '../../server/src/text/change.ts';

/** A value under changes, with the identity that spans have in a file. */
export interface Model {
  content: string | number | boolean | null | Model[] | ModelEntry[];
  kind: 'scalar' | 'list' | 'mapping';
  /** What it was before a list was made of it, now the first item. */
  inner?: Model;
}

export interface ModelEntry {
  key: string;
  value: Model;
  /** Removed, but others still know their place by it. */
  gone?: boolean;
}

export function modelOf(value: Value): Model {
  if (Array.isArray(value)) return { kind: 'list', content: (value as Value[]).map(modelOf) };
  if (typeof value === 'object' && value !== null) {
    return {
      kind: 'mapping',
      content: Object.entries(value as Record<string, Value>).map(([key, part]) => ({ key, value: modelOf(part) })),
    };
  }
  return { kind: 'scalar', content: value };
}

/** The value that its span means: the first item, once a list was made around it. */
export function meant(model: Model): Model {
  return model.inner ? meant(model.inner) : model;
}

export function plainOfModel(model: Model): unknown {
  if (model.kind === 'list') return (model.content as Model[]).map(plainOfModel);
  if (model.kind === 'mapping')
    return Object.fromEntries(
      (model.content as ModelEntry[]).filter(({ gone }) => !gone).map(({ key, value }) => [key, plainOfModel(value)]),
    );
  return model.content;
}

/** Small reproducible choices. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0 || 1;
  }

  next(below: number): number {
    this.#state ^= this.#state << 13;
    this.#state >>>= 0;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state % below;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.next(times) === 0;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.next(choices.length)] as T;
  }
}

/** A text and the comments in it, each with the path it belongs to. */
export interface Printed {
  readonly text: string;
  readonly comments: readonly { readonly words: string; readonly owner: string }[];
}

export interface Looks {
  readonly unit: string;
  /** Of YAML's lists below their keys. */
  readonly beforeDash: string;
  /** How often a list or mapping stands in one line: once in so many times. */
  readonly lineOnceIn: number;
  readonly comments: boolean;
  readonly blanks: boolean;
  readonly eol: string;
  readonly mark: boolean;
  readonly end: boolean;
  readonly trailingCommas: boolean;
}

abstract class Printer {
  readonly comments: { words: string; owner: string }[] = [];
  readonly dice: Dice;
  readonly looks: Looks;

  constructor(dice: Dice, looks: Looks) {
    this.dice = dice;
    this.looks = looks;
  }

  comment(mark: string, owner: string): string {
    const words = `note ${this.comments.length};`;
    this.comments.push({ words, owner });
    return `${mark} ${words}`;
  }

  finish(lines: readonly string[]): Printed {
    const { eol, mark, end } = this.looks;
    return { text: (mark ? '\uFEFF' : '') + lines.join(eol) + (end ? eol : ''), comments: this.comments };
  }
}

export class JsonPrinter extends Printer {
  print(value: Value): Printed {
    return this.finish(this.lines(value, ''));
  }

  private lines(value: Value, path: string): string[] {
    if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
    const list = Array.isArray(value);
    const parts: readonly (readonly [string | undefined, Value])[] = list
      ? (value as Value[]).map((item) => [undefined, item] as const)
      : Object.entries(value as Record<string, Value>);
    const [open, close] = list ? '[]' : '{}';
    if (parts.length === 0) return [`${open}${close}`];
    if (this.dice.once(this.looks.lineOnceIn)) return [JSON.stringify(value)];
    const lines = [open ?? ''];
    parts.forEach(([key, part], index) => {
      const own = `${path}/${key ?? index}`;
      const { looks, dice } = this;
      if (looks.blanks && index > 0 && dice.once(2)) lines.push('');
      if (looks.comments && dice.once(9)) lines.push(looks.unit + this.comment('//', path), '');
      if (looks.comments && dice.once(5)) lines.push(looks.unit + this.comment('//', own));
      const inner = this.lines(part, own);
      inner[0] = key === undefined ? (inner[0] ?? '') : `${JSON.stringify(key)}: ${inner[0]}`;
      if (looks.comments && dice.once(9)) inner[0] = `/*${this.comment('', own)} */ ${inner[0]}`;
      inner[inner.length - 1] += index < parts.length - 1 || looks.trailingCommas ? ',' : '';
      if (looks.comments && dice.once(5)) inner[inner.length - 1] += ` ${this.comment('//', own)}`;
      lines.push(...inner.map((line) => (line === '' ? line : looks.unit + line)));
    });
    if (this.looks.comments && this.dice.once(9)) lines.push('', this.looks.unit + this.comment('//', path));
    lines.push(close ?? '');
    return lines;
  }
}

export class YamlPrinter extends Printer {
  print(value: Value): Printed {
    const head = this.looks.comments ? [this.comment('#', 'file'), ''] : [];
    const block = this.block(value, '');
    return this.finish([...head, ...(block ?? [this.flow(value)])]);
  }

  /** Lines below a key; undefined for what is written behind it. */
  private block(value: Value, path: string): string[] | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const list = Array.isArray(value);
    const parts: readonly (readonly [string | undefined, Value])[] = list
      ? (value as Value[]).map((item) => [undefined, item] as const)
      : Object.entries(value as Record<string, Value>);
    if (parts.length === 0 || (path !== '' && this.dice.once(this.looks.lineOnceIn))) return undefined;
    const lines: string[] = [];
    const { looks, dice } = this;
    parts.forEach(([key, part], index) => {
      const own = `${path}/${key ?? index}`;
      if (looks.blanks && index > 0 && dice.once(2)) lines.push('');
      if (looks.comments && index > 0 && dice.once(9)) lines.push('', this.comment('#', path), '');
      if (looks.comments && dice.once(5)) lines.push(this.comment('#', own));
      const below = this.block(part, own);
      if (key === undefined) {
        if (below) {
          // Comments above the first part stand above the dash.
          const first = below.findIndex((line) => line !== '' && !line.startsWith('#'));
          lines.push(...below.slice(0, first).filter((line) => line !== ''));
          lines.push(`- ${below[first]}`, ...below.slice(first + 1).map((line) => (line === '' ? line : `  ${line}`)));
        } else {
          lines.push(...this.behind('-', part, own, '  '));
        }
        return;
      }
      const head = `${this.key(key)}:`;
      if (below) {
        const indent = Array.isArray(part) ? looks.beforeDash : looks.unit;
        lines.push(looks.comments && dice.once(6) ? `${head} ${this.comment('#', own)}` : head);
        lines.push(...below.map((line) => (line === '' ? line : indent + line)));
      } else {
        lines.push(...this.behind(head, part, own, looks.unit));
      }
    });
    return lines;
  }

  private behind(head: string, value: Value, own: string, indent: string): string[] {
    const remark = this.looks.comments && this.dice.once(5) ? ` ${this.comment('#', own)}` : '';
    if (value === null && this.dice.once(2)) return [head + remark];
    // A block that keeps the blank lines at its end would take in those that stand between entries.
    const keeps = typeof value === 'string' && value.endsWith('\n\n') && (this.looks.blanks || this.looks.comments);
    if (typeof value === 'string' && /^[a-z]/.test(value) && value.includes('\n') && !keeps && this.dice.once(2)) {
      const text = value.replace(/\n+$/, '');
      const ends = value.length - text.length;
      const body = [...text.split('\n'), ...Array<string>(Math.max(0, ends - 1)).fill('')];
      const header = ends === 0 ? '|-' : ends === 1 ? '|' : '|+';
      return [`${head} ${header}${remark}`, ...body.map((line) => (line === '' ? line : indent + line))];
    }
    return [`${head} ${this.flow(value)}${remark}`];
  }

  private key(key: string): string {
    return /^[a-zA-Z][\w-]*$/.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key)
      ? key
      : JSON.stringify(key);
  }

  private flow(value: Value): string {
    if (Array.isArray(value)) return `[${(value as Value[]).map((item) => this.flow(item)).join(', ')}]`;
    if (typeof value === 'object' && value !== null) {
      const inner = Object.entries(value as Record<string, Value>).map(
        ([key, part]) => `${this.key(key)}: ${this.flow(part)}`,
      );
      return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`;
    }
    if (typeof value !== 'string') return JSON.stringify(value);
    if (/^[a-zA-Z][\w/.-]*$/.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value) && this.dice.once(2))
      return value;

    if (!/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value) && this.dice.once(2))
      return `'${value.replaceAll("'", "''")}'`;
    return JSON.stringify(value);
  }
}
