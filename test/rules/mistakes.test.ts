import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { rules } from '../../server/src/rules/index.ts';
import { filesOf, pathOf, readFixture, type Case, type FileBlock, type Fixture } from '../support/fixture.ts';
import { featureFixturePath } from '../support/feature-case.ts';
import { fixturePathOf } from '../support/rule-fixtures.ts';
import { mistakes, type Format, type Mistake } from './mistakes.ts';

describe('the mistakes that people make', () => {
  it('are 32, each shown by cases or with the reason why no file shows it', () => {
    assert.deepEqual(
      mistakes.map(({ number }) => number),
      Array.from({ length: 32 }, (_, i) => i + 1),
    );
    const wrong = mistakes.filter(({ shown, reason, formats }) =>
      reason === undefined ? shown.length === 0 : shown.length > 0 || formats.length > 0,
    );
    assert.deepEqual(wrong, []);
  });

  it('that no file shows are told in a hover where one can tell them', () => {
    for (const { number, hover } of mistakes) {
      if (!hover) continue;
      const text = readFileSync(featureFixturePath(`hover/${hover.fixture}`), 'utf8');
      const answers = [...text.matchAll(/```hover\n([^]*?)```/g)].map((match) => match[1] ?? '');
      assert(
        answers.some((answer) => answer.includes(hover.words)),
        `no hover of ${hover.fixture} tells of mistake ${number}`,
      );
    }
  });

  for (const mistake of mistakes) {
    if (mistake.shown.length === 0) continue;
    it(`${mistake.number}: ${mistake.symptom}`, () => {
      const formats = new Set<Format>();
      for (const { rule, cases } of mistake.shown) for (const one of casesOf(rule, cases)) formatsOf(one, formats);
      assert.deepEqual([...formats].sort(), [...mistake.formats].sort(), formatProblem(mistake));
    });
  }
});

function formatProblem({ number }: Mistake): string {
  return `the cases of mistake ${number} are written in other formats than the table says`;
}

const fixtures = new Map<string, Fixture>();

function casesOf(rule: string, titles: readonly string[]): readonly Case[] {
  assert(
    rules.some(({ meta }) => meta.id === rule),
    `no rule is named ${rule}`,
  );
  const fixture = fixtures.get(rule) ?? readFixture(readFileSync(fixturePathOf(rule), 'utf8'));
  fixtures.set(rule, fixture);
  return titles.map((title) => {
    const one = fixture.cases.find((candidate) => candidate.title === title);
    assert(one, `${rule} has no case "${title}"`);
    const marks = filesOf(one).flatMap((block) => block.marks);
    const found = marks.some((mark) => mark.kind !== 'related' && (mark.rule === undefined || mark.rule === rule));
    assert(found, `"${title}" of ${rule} has no finding`);
    return one;
  });
}

/** The formats that a case's files are written in. */
function formatsOf(one: Case, formats: Set<Format>): void {
  for (const block of filesOf(one)) {
    for (const format of formatsOfFile(block)) formats.add(format);
  }
}

function formatsOfFile(block: FileBlock): readonly Format[] {
  const { text } = block;
  if (!/\.(?:json|ya?ml)$/.test(pathOf(block))) return ['script'];
  if (!/^(?: {2}"|)Resources"?:/m.test(text))
    return /^(?: {2}"|)(?:openapi|swagger)"?:/m.test(text) ? ['OpenAPI file'] : ['policy file'];
  const isJson = pathOf(block).endsWith('.json');
  const template: Format = /AWS::Serverless-2016-10-31/.test(text)
    ? 'SAM'
    : isJson
      ? 'CloudFormation in JSON'
      : 'CloudFormation in YAML';
  return /^ +"?paths"?:/m.test(text) ? [template, 'OpenAPI in a Body'] : [template];
}
