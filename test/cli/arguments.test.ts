import { strict as assert } from 'node:assert';
import { help, readArguments } from '../../server/src/cli/arguments.ts';

function problemOf(...args: string[]): string {
  const command = readArguments(args);
  assert.equal(command.kind, 'misused');
  return command.kind === 'misused' ? command.problem : '';
}

describe('arguments', () => {
  it('have defaults', () => {
    assert.deepEqual(readArguments(['check']), {
      kind: 'check',
      options: {
        paths: ['.'],
        format: 'text',
        failOn: 'error',
        policyType: undefined,
        levels: {},
        exclude: [],
        fix: false,
        stdinFilename: undefined,
      },
    });
  });

  it('may stand before and after the paths', () => {
    const command = readArguments([
      ...['check', '--format=json', 'a', '--fail-on', 'never', 'b', '--policy-type', 'scp', '--fix'],
      ...['--rule', 'trust/anyone-may-assume=off', '--rule=trust/action-not-assume-role=hint', '--exclude', 'x/**'],
    ]);
    assert.deepEqual(command, {
      kind: 'check',
      options: {
        paths: ['a', 'b'],
        format: 'json',
        failOn: 'never',
        policyType: 'scp',
        levels: { 'trust/anyone-may-assume': 'off', 'trust/action-not-assume-role': 'hint' },
        exclude: ['x/**'],
        fix: true,
        stdinFilename: undefined,
      },
    });
  });

  it('that are wrong are told in a line', () => {
    assert.equal(problemOf(), 'no command given; the commands are check, routes and explain');
    assert.equal(problemOf('chekc'), '"chekc" is no command; the commands are check, routes and explain');
    assert.equal(problemOf('check', '--format', 'xml'), '--format takes text, json, sarif or github, not "xml"');
    assert.equal(problemOf('check', '--fail-on', 'hint'), '--fail-on takes error, warning, info or never, not "hint"');
    assert.match(problemOf('check', '--policy-type', 'x'), /^--policy-type takes identity, trust, .* or rcp, not "x"$/);
    assert.equal(problemOf('check', '--rule', 'trust/none=off'), 'there is no rule "trust/none"');
    assert.match(
      problemOf('check', '--rule', 'trust/anyone-may-assume=loud'),
      /^--rule takes error, .* or off, not "loud"$/,
    );
    assert.match(problemOf('check', '--rule', 'trust/anyone-may-assume'), /^--rule takes a name and a level/);
    assert.equal(problemOf('check', '--frmat', 'json'), "unknown option '--frmat'");
    assert.match(problemOf('check', '--format'), /--format/);
    assert.equal(problemOf('check', '-', '--fix'), '--fix changes files, and the standard input is none');
  });

  it('--help and --version win', () => {
    assert.deepEqual(readArguments(['check', '--help', '--format', 'xml']), { kind: 'help' });
    assert.deepEqual(readArguments(['--version']), { kind: 'version' });
  });

  it('are all in the help', () => {
    for (const option of [
      'format',
      'fail-on',
      'policy-type',
      'rule',
      'exclude',
      'fix',
      'stdin-filename',
      'help',
      'version',
    ])
      assert(help.includes(`--${option}`), option);
    assert(help.split('\n').every((line) => line.length <= 100));
  });
});
