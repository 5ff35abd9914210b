import assert from 'node:assert/strict';
import type { FileFacts } from '../../server/src/model/facts.ts';
import { printed } from '../../server/src/model/text-value.ts';
import { readAwsCli } from '../../server/src/readers/aws-cli.ts';
import type { Span } from '../../server/src/text/span.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';

function read(name: string, text: string): FileFacts | undefined {
  const uri = `file:///w/${name}`;
  const syntax = syntaxOf(uri);
  return readAwsCli(uri, text, syntax && parseTree(text, syntax));
}

/** Links and policies in a few words, every place given as the text that stands there. */
function told(name: string, text: string): string[] {
  const facts = read(name, text);
  const at = (span: Span | undefined): string => (span ? text.slice(span.start, span.end) : '');
  const links = (facts?.links ?? []).map((link) => {
    if (link.kind !== 'policy') return link.kind;
    const { use } = link;
    return `${use.slot} ${at(use.command?.verb)} ${at(use.span)} ${at(link.span)} -> ${link.path}`;
  });
  const policies = (facts?.policies ?? []).map((policy) => {
    const texts = policy.statements.flatMap((one) => [...(one.action?.values ?? []), ...(one.resource?.values ?? [])]);
    const use = policy.slot;
    return `${use?.slot} ${use?.name}: ${texts.map((one) => `${printed(one)}@${at(one.span)}`).join(' ')}`;
  });
  return [...links, ...policies];
}

const identity = 'identity create-policy --policy-document file://x.json -> x.json';

describe('aws iam commands', () => {
  const scripts: readonly (readonly [string, readonly string[]])[] = [
    ['aws iam create-policy --policy-name p --policy-document file://x.json', [identity]],
    ['aws --profile p --region eu-west-1 iam create-policy --policy-document=file://x.json', [identity]],
    ['aws iam create-policy \\\n  --policy-name p \\\r\n  --policy-document "file://x.json" # note\n', [identity]],
    ['if ! aws iam create-policy --policy-document file://x.json >/dev/null 2>&1; then exit 1; fi', [identity]],
    ['AWS_PROFILE=p sudo aws iam create-policy --policy-document file://x.json || true', [identity]],
    ['ARN=$(aws iam create-policy --policy-document file://x.json --query Policy.Arn --output text)', [identity]],
    ['f() { aws iam create-policy --policy-document file://x.json; }', [identity]],
    ['$AWS iam create-policy --policy-document file://x.json', [identity]],
    ['docker run amazon/aws-cli:2.1 iam create-policy --policy-document file://x.json', [identity]],
    ['# aws iam create-policy --policy-document file://x.json', []],
    ['echo aws iam create-policy --policy-document file://x.json', []],
    [
      'aws iam create-role --role-name r --assume-role-policy-document file://./t/x.json --permissions-boundary b',
      ['trust create-role --assume-role-policy-document file://./t/x.json -> ./t/x.json'],
    ],
    [
      'aws iam update-assume-role-policy --role-name r --policy-document file://x.json',
      ['trust update-assume-role-policy --policy-document file://x.json -> x.json'],
    ],
    [
      'aws iam put-role-policy --role-name r --policy-name p --policy-document file://x.json',
      ['identity put-role-policy --policy-document file://x.json -> x.json'],
    ],
    [
      'aws iam put-user-policy --user-name r --policy-name p --policy-document file://x.json',
      ['identity put-user-policy --policy-document file://x.json -> x.json'],
    ],
    [
      'aws iam put-group-policy --group-name r --policy-name p --policy-document file://x.json',
      ['identity put-group-policy --policy-document file://x.json -> x.json'],
    ],
    [
      'aws iam create-policy-version --policy-arn a --policy-document file://x.json --set-as-default',
      ['identity create-policy-version --policy-document file://x.json -> x.json'],
    ],
    [
      'aws iam create-policy --policy-document "file://$DIR/a/x.json"',
      ['identity create-policy --policy-document file://$DIR/a/x.json -> a/x.json'],
    ],
    ['aws iam create-policy --policy-document file://$FILE', []],
    [
      'aws iam create-policy --policy-document "$(cat a/x.json)"',
      ['identity create-policy --policy-document a/x.json -> a/x.json'],
    ],
    [
      'aws iam create-policy --policy-document "$(cat x.json | jq -c .)"',
      ['identity create-policy --policy-document x.json -> x.json'],
    ],
    ['P=file://x.json\naws iam create-policy --policy-document $P', [identity]],
    ['P=1; P=2; aws iam create-policy --policy-document $P', []],
    ['aws iam create-policy --policy-document', []],
    ['aws iam create-policy --policy-document --dry', []],
    [
      'aws s3api put-bucket-policy --policy file://x.json',
      ['resource put-bucket-policy --policy file://x.json -> x.json'],
    ],
    [
      'aws dynamodb put-resource-policy --resource-arn a --policy file://x.json',
      ['resource put-resource-policy --policy file://x.json -> x.json'],
    ],
    [
      'aws logs put-resource-policy --policy-name a --policy-document file://x.json',
      ['resource put-resource-policy --policy-document file://x.json -> x.json'],
    ],
    [
      'aws organizations put-resource-policy --content file://x.json',
      ['resource put-resource-policy --content file://x.json -> x.json'],
    ],
    [
      'aws sts assume-role --role-arn a --policy file://x.json',
      ['boundary assume-role --policy file://x.json -> x.json'],
    ],
    // AWS IoT has its own actions and variables.
    ['aws iot create-policy --policy-document file://x.json', []],
    [
      'aws ec2 modify-vpc-endpoint --policy-document file://x.json',
      ['endpoint modify-vpc-endpoint --policy-document file://x.json -> x.json'],
    ],
    [
      'aws organizations create-policy --content file://x.json --type RESOURCE_CONTROL_POLICY',
      ['rcp create-policy --content file://x.json -> x.json'],
    ],
    ['aws organizations create-policy --content file://x.json --type TAG_POLICY', []],
    ['aws organizations create-policy --content file://x.json --type $TYPE', []],
    ['aws s3 put-bucket-policy --policy file://x.json', []],
    [
      `aws iam create-policy --policy-document '{"Statement": [{"Action": "s3:*", "Resource": "*"}]}'`,
      ['identity create-policy: s3:*@s3:* *@*'],
    ],
    [
      'aws iam create-policy --policy-document "{\\"Statement\\": [{\\"Action\\": \\"s3:*\\", \\"Resource\\": \\"a:$X/b\\"}]}"',
      ['identity create-policy: s3:*@s3:* a:${X}/b@a:$X/b'],
    ],
    [
      `aws iam create-policy --policy-document '{"Statement": [{"Action": "s3:*", "Resource": "'"$A"'"}]}'`,
      ['identity create-policy: s3:*@s3:* ${A}@$A'],
    ],
    ['aws iam create-policy --policy-document "{\\"Statement\\": $S}"', []],
    [
      `P='{"Statement": [{"Action": "s3:*"}]}'\naws iam create-policy --policy-document "$P"`,
      ['identity create-policy: s3:*@s3:*'],
    ],
    [
      `cat > x.json <<'EOF'\n{"Statement": [\n  {"Action": "s3:*", "Resource": "\${aws:username}"}]}\nEOF\naws iam create-policy --policy-document file://./x.json`,
      ['identity create-policy: s3:*@s3:* ${aws:username}@${aws:username}'],
    ],
    [
      `cat <<EOF | tee "$D/x.json"\n{"Statement": [{"Action": "s3:*", "Resource": "$A"}]}\nEOF\naws iam create-policy --policy-document "file://$D/x.json"`,
      ['identity create-policy: s3:*@s3:* ${A}@$A'],
    ],
    [
      `P=$(cat <<-EOF\n\t{"Statement": [{"Action": "s3:*"}]}\n\tEOF\n)\naws iam create-policy --policy-document "$P"`,
      ['identity create-policy: s3:*@s3:*'],
    ],
    [
      `read -r -d '' P <<EOF\n{"Statement": [{"Action": "s3:*"}]}\nEOF\naws iam create-policy --policy-document "$P"`,
      ['identity create-policy: s3:*@s3:*'],
    ],
    [
      `aws iam create-policy --policy-document '{"Statement": [{"Action": "s3:*", "Res`,
      ['identity create-policy: s3:*@s3:*'],
    ],
  ];
  for (const [text, expected] of scripts) it(text, () => assert.deepEqual(told('deploy.sh', text), expected));

  const files: readonly (readonly [string, string, readonly string[]])[] = [
    ['bin/deploy', '#!/usr/bin/env bash\naws iam create-policy --policy-document file://x.json', [identity]],
    ['bin/deploy', 'aws iam create-policy --policy-document file://x.json', []],
    [
      'Makefile',
      'a: b\n\t@aws iam create-policy \\\n\t  --policy-document file://$(DIR)/x.json\n',
      ['identity create-policy --policy-document file://$(DIR)/x.json -> x.json'],
    ],
    [
      'Makefile',
      'a:\n\taws iam create-policy --policy-document "$$(cat x.json)"\n',
      ['identity create-policy --policy-document x.json -> x.json'],
    ],
    [
      'Makefile',
      `a:\n\taws iam create-policy --policy-document '{"Statement": [{"Action": "s3:*", "Resource": "arn:$(A)"}]}'\n`,
      ['identity create-policy: s3:*@s3:* arn:$(A)@arn:$(A)'],
    ],
    ['Makefile', 'A = aws iam create-policy --policy-document file://x.json\n', []],
    [
      '.github/workflows/a.yml',
      'jobs:\n  a:\n    steps:\n      - run: |\n          set -e\n          aws iam create-policy \\\n            --policy-document file://x.json\n',
      [identity],
    ],
    [
      '.github/workflows/a.yml',
      `jobs:\n  a:\n    steps:\n      - run: |\n          cat > x.json <<'EOF'\n          {"Statement": [\n            {"Action": "s3:*", "Resource": "\${{ env.A }}"}]}\n          EOF\n          aws iam create-policy --policy-document file://x.json\n`,
      ['identity create-policy: s3:*@s3:* ${{ env.A }}@${{ env.A }}'],
    ],
    [
      '.gitlab-ci.yml',
      'a:\n  script:\n    - echo hi\n    - aws iam create-policy --policy-document file://x.json\n',
      [identity],
    ],
    [
      'buildspec.yml',
      'phases:\n  build:\n    commands:\n      - "aws iam create-policy --policy-document file://x.json"\n',
      [identity],
    ],
    [
      '.circleci/config.yml',
      'jobs:\n  a:\n    steps:\n      - run:\n          command: aws iam create-policy --policy-document file://x.json\n',
      [identity],
    ],
    ['other.yml', 'run: aws iam create-policy --policy-document file://x.json\n', []],
  ];
  for (const [name, text, expected] of files)
    it(`${name}: ${text}`, () => assert.deepEqual(told(name, text), expected));

  it('tells where the words of a command stand, for changes', () => {
    const text = 'X=1 aws iam create-policy --policy-name "p q" --policy-document=file://x.json --no-paginate | cat';
    const link = read('a.sh', text)?.links[0];
    const command = link?.kind === 'policy' ? link.use.command : undefined;
    const at = (span: Span | undefined): string | undefined => span && text.slice(span.start, span.end);
    assert.equal(at(command?.span), text.slice(4, text.indexOf(' |')));
    assert.equal(at(command?.verb), 'create-policy');
    assert.deepEqual(
      command?.options.map((option) => [option.name, at(option.span), at(option.value)]),
      [
        ['--policy-name', '--policy-name', '"p q"'],
        ['--policy-document', '--policy-document', 'file://x.json'],
        ['--no-paginate', '--no-paginate', undefined],
      ],
    );
  });
});
