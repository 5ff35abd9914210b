// Begins a rule: its file, and its fixture with one case that fails until the rule is written.
//   npm run new-rule trust/some-bad-thing
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportNameOf, generate } from './generate.ts';

const root = path.resolve(fileURLToPath(import.meta.url), '../../..');

async function main(id: string | undefined): Promise<void> {
  if (id === undefined || !/^(?:trust|integration|invoke|breadth|policy)\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
    throw new Error(
      'npm run new-rule <family>/<name>: trust, integration, invoke, breadth or policy, and the name of the bad thing',
    );
  const rule = path.join(root, 'server/src/rules', `${id}.ts`);
  const fixture = path.join(root, 'test/rules', `${id}.md`);
  for (const file of [rule, fixture]) if (existsSync(file)) throw new Error(`${file} is there already`);
  for (const [file, text] of [
    [rule, ruleText(id)],
    [fixture, fixtureText(id)],
  ] as const) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path.relative(root, file)}`);
  }
  await generate();
}

function ruleText(id: string): string {
  return `import { surelyAllows } from '../../model/policy.ts';
import { statementRule } from '../rule.ts';

export const ${exportNameOf(id)} = statementRule({
  meta: {
    id: '${id}',
    level: 'warning',
    summary: 'One clause: what the rule finds',
    why: 'What happens to whoever leaves it so, and where AWS says it.',
  },
  *checkStatement(statement) {
    if (!surelyAllows(statement) || !statement.action) return;
    yield { uri: statement.uri, span: statement.action.keySpan, message: 'the consequence for the reader' };
  },
});
`;
}

function fixtureText(id: string): string {
  return `# ${id}

## The bad thing

\`\`\`json
{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/*" }]
                                                ^^^^^^^^^^^^ warning: the consequence for the reader
}
\`\`\`

## The same thing where it is right

\`\`\`json
{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/*" }]
}
\`\`\`
`;
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
