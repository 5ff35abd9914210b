import assert from 'node:assert/strict';
import { type Change, CopyOf, type Value } from '../../server/src/text/change.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { editsOf } from '../../server/src/tree/editor.ts';
import { assertReadable, Sample, type Step } from './editor-support.ts';

type Asked = (sample: Sample) => readonly Change[];

const set =
  (path: readonly Step[], value: Value): Asked =>
  (s) => [{ kind: 'set', uri: s.uri, at: s.at(...path), value }];
const removeKey =
  (...path: readonly Step[]): Asked =>
  (s) => [{ kind: 'remove', uri: s.uri, at: s.key(...path) }];
const removeItem =
  (...path: readonly Step[]): Asked =>
  (s) => [{ kind: 'remove', uri: s.uri, at: s.at(...path) }];
const addEntry =
  (path: readonly Step[], key: string, value: Value, place: { after?: string; before?: string } = {}): Asked =>
  (s) => [{ kind: 'add-entry', uri: s.uri, mapping: s.at(...path), key, value, ...place }];
const addItem =
  (path: readonly Step[], value: Value): Asked =>
  (s) => [{ kind: 'add-item', uri: s.uri, list: s.at(...path), value }];
const addBehind =
  (path: readonly Step[], index: number, value: Value): Asked =>
  (s) => [{ kind: 'add-item', uri: s.uri, list: s.at(...path), value, after: s.at(...path, index) }];
const unfold =
  (...path: readonly Step[]): Asked =>
  (s) => [{ kind: 'unfold', uri: s.uri, at: s.at(...path) }];
const replaceText =
  (piece: string, text: string): Asked =>
  (s) => [{ kind: 'replace-text', uri: s.uri, span: s.find(piece), text }];
const rename =
  (path: readonly Step[], to: string): Asked =>
  (s) => [{ kind: 'rename-key', uri: s.uri, key: s.key(...path), to }];
const all =
  (...asked: readonly Asked[]): Asked =>
  (s) =>
    asked.flatMap((one) => one(s));

function edits(title: string, before: string, asked: Asked, after: string): void {
  it(title, () => {
    const sample = new Sample(before);
    assert.equal(sample.after(...asked(sample)), after);
    const windows = new Sample(before.replaceAll('\n', '\r\n'), sample.syntax);
    const lines = before.includes('\n') ? after.replaceAll('\n', '\r\n') : after;
    assert.equal(windows.after(...asked(windows)), lines, 'with CRLF');
    const marked = new Sample(`\uFEFF${before}`, sample.syntax);
    assert.equal(marked.after(...asked(marked)), `\uFEFF${after}`, 'with a byte order mark');
  });
}

function refuses(title: string, before: string, asked: Asked): void {
  it(title, () => {
    const sample = new Sample(before);
    assert.equal(sample.edits(...asked(sample)), undefined);
  });
}

const pretty = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": [
        "a",
        "b"
      ]
    }
  ]
}
`;

describe('editor: JSON on lines', () => {
  edits('replaces a part of a text', pretty, replaceText('*', 'Get*'), pretty.replace('s3:*', 's3:Get*'));
  edits('escapes what it puts in', '{"a": "x"}', replaceText('x', 'q"\\\n'), '{"a": "q\\"\\\\\\n"}');
  edits(
    'sets a scalar to a list',
    pretty,
    set(['Statement', 0, 'Action'], ['s3:GetObject', 's3:PutObject']),
    pretty.replace('"s3:*"', '[\n        "s3:GetObject",\n        "s3:PutObject"\n      ]'),
  );
  edits(
    'sets a list to a scalar',
    pretty,
    set(['Statement', 0, 'Resource'], '*'),
    pretty.replace('[\n        "a",\n        "b"\n      ]', '"*"'),
  );
  edits('removes the first entry', pretty, removeKey('Version'), pretty.replace('  "Version": "2012-10-17",\n', ''));
  edits(
    'removes the last entry and the comma before it',
    pretty,
    removeKey('Statement', 0, 'Resource'),
    pretty.replace(',\n      "Resource": [\n        "a",\n        "b"\n      ]', ''),
  );
  edits('removes a last item', pretty, removeItem('Statement', 0, 'Resource', 1), pretty.replace(',\n        "b"', ''));
  edits(
    'removes all items, one by one',
    pretty,
    all(removeItem('Statement', 0, 'Resource', 0), removeItem('Statement', 0, 'Resource', 1)),
    pretty.replace('[\n        "a",\n        "b"\n      ]', '[]'),
  );
  edits(
    'leaves [] of the only item',
    pretty,
    removeItem('Statement', 0),
    '{\n  "Version": "2012-10-17",\n  "Statement": []\n}\n',
  );
  edits(
    'adds an entry after another',
    pretty,
    addEntry(
      ['Statement', 0],
      'Condition',
      { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      { after: 'Effect' },
    ),
    pretty.replace(
      '"Effect": "Allow",\n',
      '"Effect": "Allow",\n      "Condition": {\n        "StringEquals": {\n          "aws:SourceAccount": "123456789012"\n        }\n      },\n',
    ),
  );
  edits(
    'adds an entry at the end',
    pretty,
    addEntry(['Statement', 0], 'Sid', 'x'),
    pretty.replace('"b"\n      ]\n', '"b"\n      ],\n      "Sid": "x"\n'),
  );
  edits(
    'adds an entry before the first',
    pretty,
    addEntry([], 'Id', 'x', { before: 'Version' }),
    pretty.replace('{\n', '{\n  "Id": "x",\n'),
  );
  edits(
    'adds two entries in the order given',
    '{\n  "a": 1\n}\n',
    all(addEntry([], 'b', 2), addEntry([], 'c', 3)),
    '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n',
  );
  edits(
    'fills an empty mapping',
    '{\n  "a": {}\n}\n',
    addEntry(['a'], 'b', [1]),
    '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}\n',
  );
  edits('adds an item', pretty, addItem(['Statement', 0, 'Resource'], 'c'), pretty.replace('"b"', '"b",\n        "c"'));
  edits(
    'makes a list of a scalar',
    pretty,
    addItem(['Statement', 0, 'Action'], 'iam:PassRole'),
    pretty.replace('"s3:*"', '[\n        "s3:*",\n        "iam:PassRole"\n      ]'),
  );
  edits(
    'makes a list of a mapping',
    '{\n  "Statement": {\n    "Effect": "Allow"\n  }\n}\n',
    addItem(['Statement'], { Effect: 'Deny' }),
    '{\n  "Statement": [\n    {\n      "Effect": "Allow"\n    },\n    {\n      "Effect": "Deny"\n    }\n  ]\n}\n',
  );
  edits(
    'renames a key',
    pretty,
    rename(['Statement', 0, 'Action'], 'NotAction'),
    pretty.replace('"Action"', '"NotAction"'),
  );
  edits(
    'indents by tabs',
    pretty.replaceAll('  ', '\t'),
    addEntry(['Statement', 0], 'Sid', ['x']),
    pretty.replace('"b"\n      ]\n', '"b"\n      ],\n      "Sid": [\n        "x"\n      ]\n').replaceAll('  ', '\t'),
  );
  edits(
    'removes an entry and adds another in its place',
    '{\n  "a": 1,\n  "b": 2\n}',
    all(removeKey('b'), addEntry([], 'c', 3, { after: 'a' })),
    '{\n  "a": 1,\n  "c": 3\n}',
  );
  edits(
    'removes the only entry and adds another',
    '{\n  "a": 1\n}',
    all(removeKey('a'), addEntry([], 'c', 3)),
    '{\n  "c": 3\n}',
  );
  edits(
    'writes functions in their long form',
    '{\n  "a": 1\n}',
    set(['a'], { 'Fn::GetAtt': ['R', 'Arn'] }),
    '{\n  "a": {\n    "Fn::GetAtt": [\n      "R",\n      "Arn"\n    ]\n  }\n}',
  );
  edits(
    'keeps lists of scalars in one line where the file does',
    '{\n  "a": ["x"],\n  "b": "y"\n}\n',
    all(addItem(['a'], 'z'), addItem(['b'], 'z')),
    '{\n  "a": ["x", "z"],\n  "b": ["y", "z"]\n}\n',
  );
  edits(
    'adds beside brackets that share lines',
    '{\n  "Statement": [{\n    "Effect": "Allow"\n  }]\n}\n',
    addItem(['Statement'], { Effect: 'Deny' }),
    '{\n  "Statement": [{\n    "Effect": "Allow"\n  }, {\n    "Effect": "Deny"\n  }]\n}\n',
  );
  edits(
    'keeps blank lines between entries',
    '{\n  "a": 1,\n\n  "b": 2\n}\n',
    addEntry([], 'c', 3),
    '{\n  "a": 1,\n\n  "b": 2,\n\n  "c": 3\n}\n',
  );
  edits(
    'takes the blank line of a removed entry along',
    '{\n  "a": 1,\n\n  "b": 2,\n\n  "c": 3\n}\n',
    removeKey('b'),
    '{\n  "a": 1,\n\n  "c": 3\n}\n',
  );
});

describe('editor: JSON in one line', () => {
  const compact = '{"Statement":[{"Effect":"Allow","Action":"*"}],"Version":"2012-10-17"}';
  edits(
    'adds an entry',
    compact,
    addEntry(['Statement', 0], 'Resource', ['a', { b: 1 }]),
    compact.replace('"*"', '"*","Resource":["a",{"b":1}]'),
  );
  edits(
    'adds the first entry',
    compact,
    addEntry(['Statement', 0], 'Sid', 'x', { before: 'Effect' }),
    compact.replace('{"Effect"', '{"Sid":"x","Effect"'),
  );
  edits('removes the first entry', compact, removeKey('Statement'), '{"Version":"2012-10-17"}');
  edits('removes the last entry', compact, removeKey('Version'), compact.replace(',"Version":"2012-10-17"', ''));
  edits('removes with blanks', '{ "a": 1, "b": 2, "c": 3 }', removeKey('b'), '{ "a": 1, "c": 3 }');
  edits('removes the last with blanks', '{ "a": 1, "b": 2 }', removeKey('b'), '{ "a": 1 }');
  edits('adds with blanks', '{ "a": 1, "b": 2 }', addEntry([], 'c', { d: 1 }), '{ "a": 1, "b": 2, "c": { "d": 1 } }');
  edits('makes a list', compact, addItem(['Statement', 0, 'Action'], 'x'), compact.replace('"*"', '["*","x"]'));
  edits('removes everything', '{"a":1,"b":2}', all(removeKey('a'), removeKey('b')), '{}');
});

describe('editor: JSON with comments', () => {
  const source = `{
  // about a
  "a": 1, // after a
  // about b
  // more about b
  "b": 2, // after b

  // stands alone

  "c": [
    /* first */ "x", // after x
    "y" // after y
  ], // after c
}
`;
  edits(
    'removes an entry with its comments',
    source,
    removeKey('b'),
    source.replace('  // about b\n  // more about b\n  "b": 2, // after b\n', ''),
  );
  edits('keeps a comment that stands alone', source, removeKey('c'), source.replace(/\n {2}"c"[^}]*/, ''));
  edits(
    'removes a last item, keeping the comment of the one before',
    source,
    removeItem('c', 1),
    source.replace('"x", // after x\n    "y" // after y', '"x" // after x'),
  );
  edits('removes a first item', source, removeItem('c', 0), source.replace('    /* first */ "x", // after x\n', ''));
  edits(
    'adds behind a comment',
    source,
    addItem(['c'], 'z'),
    source.replace('"y" // after y', '"y", // after y\n    "z"'),
  );
  edits(
    'adds behind a trailing comma',
    source,
    addEntry([], 'd', 4),
    source.replace('// after c\n', '// after c\n  "d": 4,\n'),
  );
  edits(
    'adds between',
    source,
    addEntry([], 'd', 4, { after: 'a' }),
    source.replace('// after a\n', '// after a\n  "d": 4,\n'),
  );
  edits('sets between comments', source, set(['b'], { x: 1 }), source.replace('"b": 2', '"b": {\n    "x": 1\n  }'));
  edits(
    'removes one of a line',
    '{ /* a */ "a": 1, /* b */ "b": 2 /* after b */, "c": 3 }',
    removeKey('b'),
    '{ /* a */ "a": 1, "c": 3 }',
  );
  edits(
    'removes the last of a line',
    '{ "a": 1 /* after a */, /* b */ "b": 2 /* after b */ }',
    removeKey('b'),
    '{ "a": 1 /* after a */ }',
  );
  edits(
    'copies with comments',
    source,
    (s) => addEntry([], 'e', new CopyOf(s.uri, s.at('c')))(s),
    source.replace(
      '// after c\n',
      '// after c\n  "e": [\n    // first\n    "x", // after x\n    "y" // after y\n  ],\n',
    ),
  );
});

const template = `# A template
Resources:
  # The role
  Role:
    Type: AWS::IAM::Role # a type
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            # who
            Principal: { Service: apigateway.amazonaws.com }
            Action: sts:AssumeRole
          # second
          - Effect: Deny # no
            Action:
              - s3:Get*
              - s3:Put* # put
            Resource: !GetAtt Bucket.Arn

  Bucket:
    Type: AWS::S3::Bucket

Outputs:
  Name: !Ref Bucket
`;
const statement = ['Resources', 'Role', 'Properties', 'AssumeRolePolicyDocument', 'Statement'];

describe('editor: YAML on lines', () => {
  edits('replaces a part of a plain text', template, replaceText('Get*', 'List*'), template.replace('Get*', 'List*'));
  edits('quotes a text that needs it', template, replaceText('s3:Get', '*'), template.replace('s3:Get*', "'**'"));
  edits(
    'quotes what would be read as another type',
    'a: abc\n',
    replaceText('abc', '012345678901'),
    "a: '012345678901'\n",
  );
  edits('quotes as the file does', 'a: abc\nb: "x"\n', replaceText('abc', 'yes'), 'a: "yes"\nb: "x"\n');
  edits(
    'keeps the quotes',
    "a: 'it''s'\nb: \"q\\\"\"\n",
    all(replaceText("it''", "that'"), replaceText('q\\"', 'a"')),
    "a: 'that''s'\nb: \"a\\\"\"\n",
  );
  edits(
    'sets a scalar',
    template,
    set([...statement, 0, 'Effect'], 'Deny'),
    template.replace('Effect: Allow', 'Effect: Deny'),
  );
  edits(
    'sets a scalar before a comment',
    template,
    set([...statement, 1, 'Effect'], ['a', 'b']),
    template.replace('Effect: Deny # no', 'Effect: # no\n              - a\n              - b'),
  );
  edits(
    'sets a list to a scalar',
    template,
    set([...statement, 1, 'Action'], '*'),
    template.replace('Action:\n              - s3:Get*\n              - s3:Put* # put', "Action: '*'"),
  );
  edits(
    'sets a tagged value',
    template,
    set([...statement, 1, 'Resource'], '*'),
    template.replace('!GetAtt Bucket.Arn', "'*'"),
  );
  edits(
    'writes functions as tags',
    template,
    set([...statement, 1, 'Resource'], [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }]),
    template.replace(
      'Resource: !GetAtt Bucket.Arn',
      'Resource:\n              - !GetAtt Bucket.Arn\n              - !Sub ${Bucket.Arn}/*',
    ),
  );
  edits(
    'writes functions long where the file does',
    'a:\n  Fn::Sub: x\nb: 1\n',
    set(['b'], { Ref: 'X' }),
    'a:\n  Fn::Sub: x\nb:\n  Ref: X\n',
  );
  edits('removes an entry', template, removeKey(...statement, 0, 'Principal'), template.replace(/ +# who\n.*\n/, ''));
  edits('removes the first key of an item', 'a:\n  - b: 1\n    c: 2\n', removeKey('a', 0, 'b'), 'a:\n  - c: 2\n');
  edits(
    'removes the first key of an item, comments move above the dash',
    template,
    removeKey(...statement, 0, 'Effect'),
    template.replace(
      '          - Effect: Allow\n            # who\n            Principal',
      '          # who\n          - Principal',
    ),
  );
  edits(
    'removes a first item',
    template,
    removeItem(...statement, 0),
    template.replace(/ {10}- Effect: Allow\n[^#]*# who\n.*\n.*\n/, ''),
  );
  edits(
    'removes a last item with its comment',
    template,
    removeItem(...statement, 1),
    template.replace(/ {10}# second\n[\s\S]*Bucket.Arn\n/, ''),
  );
  edits(
    'removes all items',
    template,
    all(removeItem(...statement, 0), removeItem(...statement, 1)),
    template.replace(/Statement:\n[\s\S]*Bucket.Arn\n/, 'Statement: []\n'),
  );
  edits(
    'removes the only entry',
    'a: # note\n  # about b\n  b: 1 # one\nc: 2\n',
    removeKey('a', 'b'),
    'a: {} # note\nc: 2\n',
  );
  edits('removes the only entry of an item', 'a:\n  - b: 1\n', removeKey('a', 0, 'b'), 'a:\n  - {}\n');
  edits('removes the only entry of all', '# top\na: 1\n', removeKey('a'), '# top\n{}\n');
  edits(
    'removes a resource and a blank line',
    template,
    removeKey('Resources', 'Role'),
    template.replace(/ {2}# The role[\s\S]*?\n\n/, ''),
  );
  edits(
    'removes the last resource and its blank line',
    template,
    removeKey('Resources', 'Bucket'),
    template.replace(/\n {2}Bucket:\n.*\n/, ''),
  );
  edits(
    'adds an entry',
    template,
    addEntry([...statement, 0], 'Sid', 'x'),
    template.replace('sts:AssumeRole\n', 'sts:AssumeRole\n            Sid: x\n'),
  );
  edits(
    'adds an entry after another',
    template,
    addEntry([...statement, 0], 'Sid', 'x', { after: 'Effect' }),
    template.replace('Effect: Allow\n', 'Effect: Allow\n            Sid: x\n'),
  );
  edits(
    'adds the first entry of an item',
    template,
    addEntry([...statement, 0], 'Sid', 'x', { before: 'Effect' }),
    template.replace('- Effect: Allow\n', '- Sid: x\n            Effect: Allow\n'),
  );
  edits(
    'adds an entry before one with comments',
    template,
    addEntry([...statement, 0], 'Sid', 'x', { before: 'Principal' }),
    template.replace('Effect: Allow\n', 'Effect: Allow\n            Sid: x\n'),
  );
  edits(
    'adds a resource, a blank line between as elsewhere',
    template,
    addEntry(['Resources'], 'Permission', {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'F' }, SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:x' } },
    }),
    template.replace(
      'S3::Bucket\n',
      'S3::Bucket\n\n  Permission:\n    Type: AWS::Lambda::Permission\n    Properties:\n      FunctionName: !Ref F\n      SourceArn: !Sub arn:${AWS::Partition}:x\n',
    ),
  );
  edits(
    'adds an entry to an empty value',
    'a: # later\nb: 1\n',
    addEntry(['a'], 'c', { d: 1 }),
    'a: # later\n  c:\n    d: 1\nb: 1\n',
  );
  edits(
    'adds an entry to {}',
    'a: {} # later\nb: 1\n',
    addEntry(['a'], 'c', { d: 1 }),
    'a: # later\n  c:\n    d: 1\nb: 1\n',
  );
  edits(
    'adds an item',
    template,
    addItem([...statement, 1, 'Action'], 's3:*'),
    template.replace('# put\n', '# put\n              - s3:*\n'),
  );
  edits(
    'adds a statement',
    template,
    addItem(statement, { Effect: 'Allow', Action: ['a:B', 'c:D'] }),
    template.replace(
      'Bucket.Arn\n',
      'Bucket.Arn\n          - Effect: Allow\n            Action:\n              - a:B\n              - c:D\n',
    ),
  );
  edits(
    'makes a list of a scalar',
    template,
    addItem([...statement, 0, 'Action'], 'sts:TagSession'),
    template.replace(
      'Action: sts:AssumeRole\n',
      'Action:\n              - sts:AssumeRole\n              - sts:TagSession\n',
    ),
  );
  edits(
    'makes a list of a tagged value',
    template,
    addItem([...statement, 1, 'Resource'], '*'),
    template.replace(
      'Resource: !GetAtt Bucket.Arn\n',
      "Resource:\n              - !GetAtt Bucket.Arn\n              - '*'\n",
    ),
  );
  edits(
    'makes a list in brackets where the file does',
    'a: [x, y]\nb: z\n',
    addItem(['b'], 'q'),
    'a: [x, y]\nb: [z, q]\n',
  );
  edits(
    'makes a list of a mapping',
    'S:\n  A: 1\n  B: |\n    x\nT:\n  - 1\n',
    addItem(['S'], { A: 2 }),
    'S:\n  - A: 1\n    B: |\n      x\n  - A: 2\nT:\n  - 1\n',
  );
  edits(
    'adds into brackets',
    template,
    addEntry([...statement, 0, 'Principal'], 'AWS', ['1', '2']),
    template.replace('amazonaws.com }', "amazonaws.com, AWS: ['1', '2'] }"),
  );
  edits('removes from brackets', 'a: [x, y, z]\n', removeItem('a', 1), 'a: [x, z]\n');
  edits(
    'renames a key',
    template,
    rename([...statement, 0, 'Principal'], 'NotPrincipal'),
    template.replace('Principal:', 'NotPrincipal:'),
  );
  edits(
    'renames a tag',
    template,
    rename([...statement, 1, 'Resource', 'Fn::GetAtt'], 'Fn::Sub'),
    template.replace('!GetAtt', '!Sub'),
  );
  edits(
    'keeps lists beside their keys',
    'a:\n- x\nb: y\n',
    all(addItem(['a'], 'z'), addItem(['b'], 'z'), addEntry([], 'c', ['q'])),
    'a:\n- x\n- z\nb:\n- y\n- z\nc:\n- q\n',
  );
  edits(
    'indents by four',
    'a:\n    b:\n        c: 1\n',
    addEntry(['a'], 'd', { e: { f: 1 } }),
    'a:\n    b:\n        c: 1\n    d:\n        e:\n            f: 1\n',
  );
  edits('keeps an end without a line end', 'a: 1\nb: 2', removeKey('b'), 'a: 1');
  edits('adds at an end without a line end', 'a: 1', addEntry([], 'b', 2), 'a: 1\nb: 2');
  edits('adds after a block at such an end', 'a: |\n  x', addEntry([], 'b', 2), 'a: |\n  x\nb: 2');
  edits('writes several lines as a block', 'a: 1\nb: 2\n', set(['a'], 'x\n  y\n'), 'a: |\n  x\n    y\nb: 2\n');
  edits(
    'changes nothing where nothing is to be changed',
    template,
    set([...statement, 1, 'Action'], ['s3:Get*', 's3:Put*']),
    template,
  );
  edits('removes an entry whose value is an alias', 'a: &x 1\nb: *x\nc: 2\n', removeKey('b'), 'a: &x 1\nc: 2\n');
  edits(
    'quotes items as their neighbours',
    'a:\n  - "s3:Get*"\n  - "s3:Put*"\nb: c\nd: e\nf: g\n',
    addItem(['a'], 's3:List*'),
    'a:\n  - "s3:Get*"\n  - "s3:Put*"\n  - "s3:List*"\nb: c\nd: e\nf: g\n',
  );
  edits(
    'replaces two parts of one text',
    'a: arn:aws:s3:::b/*\n',
    all(replaceText('b/', 'c/'), replaceText('aws', 'aws-cn')),
    'a: arn:aws-cn:s3:::c/*\n',
  );
  edits(
    'moves what follows a block with its list',
    'a:\n  b: |\n    x\n    y\n  # c\n  d: 1\n',
    all(addItem(['a'], 1), replaceText('y', 'z')),
    'a:\n  - b: |\n      x\n      z\n    # c\n    d: 1\n  - 1\n',
  );
  edits(
    'puts an entry in the place of a removed one',
    'a: 1\nb: 2\nc: 3\n',
    all(removeKey('b'), addEntry([], 'x', 4, { after: 'b' })),
    'a: 1\nx: 4\nc: 3\n',
  );
  edits(
    'puts an entry of the same name in the place of a removed one',
    'a: 1\nb: 2\nc: 3\n',
    all(removeKey('b'), addEntry([], 'b', 4, { before: 'b' })),
    'a: 1\nb: 4\nc: 3\n',
  );
  edits(
    'removes neighbours',
    'a:\n  - 1\n\n  - 2\n\n  - 3\n\n  - 4\nb: 5\n',
    all(removeItem('a', 1), removeItem('a', 3), removeItem('a', 2)),
    'a:\n  - 1\nb: 5\n',
  );
  edits(
    'adds several items in their order',
    'a:\n  - 1\nb: 5\n',
    all(addItem(['a'], 2), addItem(['a'], 3), addItem(['b'], 6), addItem(['b'], 7)),
    'a:\n  - 1\n  - 2\n  - 3\nb:\n  - 5\n  - 6\n  - 7\n',
  );
  edits(
    'adds to what it adds to',
    'a:\n',
    all(addEntry(['a'], 'b', 1), addEntry(['a'], 'c', 2, { after: 'b' }), addEntry(['a'], 'd', 3, { before: 'c' })),
    'a:\n  b: 1\n  d: 3\n  c: 2\n',
  );
  edits(
    'writes a function of a function',
    'x: !Ref A\nB: 1\n',
    set(['B'], { 'Fn::Base64': { 'Fn::Sub': 'line\nline\n' } }),
    'x: !Ref A\nB:\n  Fn::Base64: !Sub |\n    line\n    line\n',
  );
  edits(
    'writes a function with a list',
    'x: !Ref A\nB: 1\n',
    set(['B'], { 'Fn::Sub': ['${A}-x', { A: { Ref: 'B' } }] }),
    "x: !Ref A\nB: !Sub ['${A}-x', { A: !Ref B }]\n",
  );
  edits(
    'writes dates as the file does',
    'Version: 2012-10-17\nB: 1\n',
    set(['B'], { Version: '2012-10-17' }),
    'Version: 2012-10-17\nB:\n  Version: 2012-10-17\n',
  );
  edits(
    'adds to documents and to a mapping with a merge key',
    'a: &a\n  x: 1\nc:\n  <<: *a\n  z: 3\n---\nb: 2\n',
    all(addEntry(['c'], 'q', 3), addEntry([], 'd', 4)),
    'a: &a\n  x: 1\nc:\n  <<: *a\n  z: 3\n  q: 3\nd: 4\n---\nb: 2\n',
  );
  edits(
    'replaces a part of a folded text',
    'a: >-\n  some long\n  text\nb: some\n  long text\n',
    all(replaceText('some long', 'any'), replaceText('long text', 'x: y')),
    "a: >-\n  any\n  text\nb: 'some x: y'\n",
  );
  refuses('explicit keys', '? a\n: 1\n? b\n: 2\n', removeKey('a'));
  refuses('parts that overlap', 'a: abc\n', all(replaceText('ab', 'x'), replaceText('bc', 'y')));
  refuses('a part of what was set', 'a: abc\n', all(set(['a'], 'xyz'), replaceText('bc', 'y')));
  refuses('a change of what was removed', 'a:\n  b: 1\nc: 2\n', all(removeKey('a'), set(['a', 'b'], 2)));
  refuses('a change inside of what an alias stands for', 'a: &x\n  b: 1\nc: *x\n', set(['a', 'b'], 2));
  refuses('a key twice', 'a: 1\n', addEntry([], 'a', 2));
  refuses('taking an anchor away', 'a:\n  b: &x 1\nc: *x\n', removeKey('a'));
});

describe('editor: quotes of functions', () => {
  edits(
    'keeps the quotes of a function that is set anew',
    "a: b\nc: !Sub 'x:${A}:*'\nd: e\n",
    set(['c'], { 'Fn::Sub': 'x:${A}:y' }),
    "a: b\nc: !Sub 'x:${A}:y'\nd: e\n",
  );
  edits(
    'keeps its form',
    'a: !Ref X\nc:\n  Fn::Sub: "x:${A}:*"\n',
    set(['c'], { 'Fn::Sub': 'x:${A}:y' }),
    'a: !Ref X\nc:\n  Fn::Sub: "x:${A}:y"\n',
  );
  edits(
    'keeps the quotes of a text that becomes a function',
    "a: b\nc: 'x:y'\nd: e\n",
    set(['c'], { 'Fn::Sub': 'x:${A}' }),
    "a: b\nc: !Sub 'x:${A}'\nd: e\n",
  );
  edits(
    'takes no example from quotes that must be',
    "a: b\nc: '*'\nd: e\n",
    set(['c'], { 'Fn::Sub': 'x:${A}' }),
    'a: b\nc: !Sub x:${A}\nd: e\n',
  );
  edits(
    'quotes templates as the file does',
    "a: b\nc:\n  - !Sub 'x:${A}:*'\nd: e\n",
    addItem(['c'], { 'Fn::Sub': 'x:${A}:y' }),
    "a: b\nc:\n  - !Sub 'x:${A}:*'\n  - !Sub 'x:${A}:y'\nd: e\n",
  );
});

describe('editor: documents inside of texts', () => {
  const block =
    'Resources:\n  R:\n    Doc: |\n      {\n        "Version": "2012-10-17",\n        "Statement": []\n      }\n    Other: 1\n';
  const inside = (sample: Sample, piece: string): { start: number; end: number } => sample.find(piece);
  edits(
    'adds an entry in a block scalar',
    block,
    (s) => [
      {
        kind: 'add-entry',
        uri: s.uri,
        mapping: { start: s.find('{').start, end: s.find('}').end },
        key: 'Id',
        value: { a: 'x' },
      },
    ],
    block.replace('[]\n', '[],\n        "Id": {\n          "a": "x"\n        }\n'),
  );
  edits(
    'removes an entry in a block scalar',
    block,
    (s) => [{ kind: 'remove', uri: s.uri, at: inside(s, '"Version"') }],
    block.replace('        "Version": "2012-10-17",\n', ''),
  );
  edits(
    'adds an item in a block scalar',
    block,
    (s) => [{ kind: 'add-item', uri: s.uri, list: inside(s, '[]'), value: { Effect: 'Allow' } }],
    block.replace('[]', '[\n          {\n            "Effect": "Allow"\n          }\n        ]'),
  );
  const escaped = '{\n  "Doc": "{\\"Version\\":\\"2012-10-17\\",\\"A\\":\\"b\\"}"\n}\n';
  edits(
    'sets a value in an escaped string',
    escaped,
    (s) => [{ kind: 'set', uri: s.uri, at: inside(s, '\\"b\\"'), value: ['c', 'd"'] }],
    escaped.replace('\\"b\\"', '[\\"c\\",\\"d\\\\\\"\\"]'),
  );
  edits(
    'removes an entry in an escaped string',
    escaped,
    (s) => [{ kind: 'remove', uri: s.uri, at: inside(s, '\\"A\\"') }],
    escaped.replace(',\\"A\\":\\"b\\"', ''),
  );
  edits(
    'replaces text in a quoted scalar',
    `a: '{"Action": "s3:*"}'\n`,
    replaceText('s3:*', 'it\'s"'),
    `a: '{"Action": "it''s\\""}'\n`,
  );
  edits(
    'encodes in a percent-encoded document',
    '{"PolicyDocument": "%7B%22Action%22%3A%22s3%3A%2A%22%7D"}',
    (s) => [{ kind: 'set', uri: s.uri, at: inside(s, '%22s3%3A%2A%22'), value: ['a b'] }],
    '{"PolicyDocument": "%7B%22Action%22%3A%5B%22a%20b%22%5D%7D"}',
  );
});

describe('editor: copies', () => {
  const yaml = new Sample(
    'S:\n  # first\n  - Effect: Allow # yes\n    # what\n    Action: [a, b]\n    Resource: !Sub "${X}/*"\n  - &d\n    Effect: Deny\nT: *d\n',
    'yaml',
    'file:///a.yaml',
  );
  const json = new Sample(
    '{\n  // note\n  "Statement": [\n    // one\n    { "Effect": "Allow", "Action": ["s3:Get*", "*"] } // end\n  ]\n}\n',
    'json',
    'file:///b.json',
  );
  const bare = new Sample('{\n  "Statement": [\n    {\n      "Sid": "x"\n    }\n  ]\n}\n', 'json', 'file:///c.json');
  const between = (target: Sample, ...changes: Change[]): string => {
    const files = [yaml, json, bare];
    const edits = editsOf(changes, (uri) => files.find((file) => file.uri === uri));
    assert.ok(edits);
    const text = applyEdits(target.text, edits.get(target.uri) ?? []);
    assertReadable(text, target.syntax);
    return text;
  };

  it('brings YAML into JSON with comments', () => {
    assert.equal(
      between(json, {
        kind: 'add-item',
        uri: json.uri,
        list: json.at('Statement'),
        value: new CopyOf(yaml.uri, yaml.at('S', 0)),
      }),
      json.text.replace(
        '} // end\n',
        '}, // end\n    // first\n    {\n      "Effect": "Allow", // yes\n      // what\n      "Action": ["a", "b"],\n      "Resource": {\n        "Fn::Sub": "${X}/*"\n      }\n    }\n',
      ),
    );
  });

  it('brings YAML into JSON without comments', () => {
    assert.equal(
      between(bare, {
        kind: 'add-item',
        uri: bare.uri,
        list: bare.at('Statement'),
        value: new CopyOf(yaml.uri, yaml.at('S', 0)),
      }),
      '{\n  "Statement": [\n    {\n      "Sid": "x"\n    },\n    {\n      "Effect": "Allow",\n      "Action": [\n        "a",\n        "b"\n      ],\n      "Resource": {\n        "Fn::Sub": "${X}/*"\n      }\n    }\n  ]\n}\n',
    );
  });

  it('brings functions into JSON in their long form', () => {
    const source = new Sample('a: !GetAtt Role.Arn\n', 'yaml', yaml.uri);
    const change: Change = {
      kind: 'set',
      uri: json.uri,
      at: json.at('Statement', 0, 'Action', 1),
      value: new CopyOf(source.uri, source.at('a')),
    };
    const edits = editsOf([change], (uri) => [source, json].find((file) => file.uri === uri))?.get(json.uri);
    assert.ok(edits);
    assert.equal(applyEdits(json.text, edits), json.text.replace('"*"', '{ "Fn::GetAtt": ["Role", "Arn"] }'));
  });

  it('brings neither functions nor holes into JSON that is a text', () => {
    for (const text of [
      'P: |\n  {"Action": ["a"], "R": "${X}/*"}\n',
      'P: !Sub |\n  {"Action": ["a"], "R": "${X}/*"}\n',
      'P:\n  Fn::Sub:\n    - \'{"Action": ["a"], "R": "${X}/*"}\'\n    - {X: y}\n',
    ]) {
      const sample = new Sample(text);
      const list = sample.find('["a"]');
      const add = (value: Value): Change => ({ kind: 'add-item', uri: sample.uri, list, value });
      const after = (value: Value): string => applyEdits(text, sample.edits(add(value)) ?? []);
      assert.equal(after('b'), text.replace('["a"]', '["a", "b"]'));
      assert.equal(after('${X}'), text.replace('["a"]', '["a", "${X}"]'));
      assert.equal(sample.edits(add({ 'Fn::Sub': 'b' })), undefined);
      assert.equal(sample.edits(add([{ Ref: 'b' }])), undefined);
      const isFilledIn = text.includes('Sub');
      assert.equal(sample.edits(add('${Y}')) === undefined, isFilledIn, text);
    }
  });

  it('brings JSON into YAML', () => {
    assert.equal(
      between(yaml, {
        kind: 'add-entry',
        uri: yaml.uri,
        mapping: yaml.at(),
        key: 'U',
        value: new CopyOf(json.uri, json.at('Statement')),
      }),
      `${yaml.text}U:\n  # one\n  # end\n  - Effect: Allow\n    Action: [s3:Get*, "*"]\n`,
    );
  });

  it('moves an item within a file', () => {
    const sample = new Sample('A:\n  # about x\n  - x: 1 # one\n    y: 2\n  - z\nB:\n  C:\n    - q\n');
    assert.equal(
      sample.after(
        {
          kind: 'add-item',
          uri: sample.uri,
          list: sample.at('B', 'C'),
          value: new CopyOf(sample.uri, sample.at('A', 0)),
        },
        { kind: 'remove', uri: sample.uri, at: sample.at('A', 0) },
      ),
      'A:\n  - z\nB:\n  C:\n    - q\n    # about x\n    - x: 1 # one\n      y: 2\n',
    );
  });
});

describe('editor: other changes', () => {
  it('creates a file and leaves one that is there alone', () => {
    const change: Change = { kind: 'create-file', uri: 'file:///new.json', text: '{}\n' };
    assert.deepEqual(
      [...(editsOf([change], () => undefined) ?? [])],
      [['file:///new.json', [{ span: { start: 0, end: 0 }, newText: '{}\n' }]]],
    );
    const sample = new Sample('{}\n');
    assert.equal(
      editsOf([{ ...change, uri: sample.uri }], () => sample),
      undefined,
    );
  });

  it('puts raw text in', () => {
    const sample = new Sample('a: 1\n');
    assert.equal(sample.after({ kind: 'raw', uri: sample.uri, span: { start: 3, end: 4 }, text: '2' }), 'a: 2\n');
    assert.equal(
      sample.edits(
        { kind: 'raw', uri: sample.uri, span: { start: 0, end: 4 }, text: '2' },
        { kind: 'raw', uri: sample.uri, span: { start: 3, end: 4 }, text: '2' },
      ),
      undefined,
    );
  });

  it('finds no node, does nothing', () => {
    const sample = new Sample('a: 1\n');
    assert.equal(sample.edits({ kind: 'set', uri: sample.uri, at: { start: 1, end: 2 }, value: 1 }), undefined);
    assert.equal(sample.edits({ kind: 'set', uri: 'file:///other', at: { start: 1, end: 2 }, value: 1 }), undefined);
  });
});

describe('editor: items behind others', () => {
  edits('puts an item behind one of a JSON list', '["a", "c"]', addBehind([], 0, 'b'), '["a", "b", "c"]');
  edits('puts an item behind the last one', '- a\n- b # last\n', addBehind([], 1, 'c'), '- a\n- b # last\n- c\n');
  edits(
    'puts several items behind one in their order',
    'x:\n  - a\n  # of d\n  - d\n',
    all(addBehind(['x'], 0, 'b'), addBehind(['x'], 0, 'c')),
    'x:\n  - a\n  - b\n  - c\n  # of d\n  - d\n',
  );
  edits(
    'puts an item behind one that changes, in front of one that goes',
    '[{ "a": 1 }, { "a": 2 }]',
    all(addBehind([], 0, 3), set([0, 'a'], 4), removeItem(1)),
    '[{ "a": 4 }, 3]',
  );
  edits(
    'puts several behind the last one of JSON',
    '[\n  "a"\n]',
    all(addBehind([], 0, 'b'), addBehind([], 0, 'c')),
    '[\n  "a",\n  "b",\n  "c"\n]',
  );
  edits(
    'makes a list of a text that changes',
    '{\n  "a": "s3:Get*"\n}\n',
    all(replaceText('s3:Get*', 'one'), addItem(['a'], 'two'), addItem(['a'], 'three')),
    '{\n  "a": [\n    "one",\n    "two",\n    "three"\n  ]\n}\n',
  );
  refuses('finds no item to put one behind', '- a\n', (s) => [
    { kind: 'add-item', uri: s.uri, list: s.at(), value: 'b', after: { start: 0, end: 1 } },
  ]);
});

describe('editor: out of braces', () => {
  edits(
    'writes JSON in YAML on lines of its own, as the file is written',
    `A:
  Doc: {
    "Version": "2012-10-17", # of the language
    "Statement": [{ "Effect": "Allow", "Action": ["s3:*", "a: b"], "Resource": { "Fn::Sub": "x" } }]
  }
  B: !Ref C
`,
    unfold('A', 'Doc'),
    `A:
  Doc:
    Version: "2012-10-17" # of the language
    Statement:
      - Effect: Allow
        Action:
          - s3:*
          - "a: b"
        Resource:
          Fn::Sub: x
  B: !Ref C
`,
  );
  edits('writes an item so', 'x:\n  - {a: 1, b: [2]}\n', unfold('x', 0), 'x:\n  - a: 1\n    b:\n      - 2\n');
  refuses('keeps what stands in other braces', 'x: {a: {b: 1}}\n', unfold('x', 'a'));
  refuses('keeps JSON', '{"a": {"b": 1}}', unfold('a'));
  refuses('keeps what has lines already', 'a:\n  b: 1\n', unfold('a'));
});
