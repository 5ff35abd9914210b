import type { LambdaPermission } from '../model/facts.ts';
import type { TextValue } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { spanOf, type SourceText } from '../text/source-text.ts';
import { awsVerb, optionsOf } from './aws-command.ts';
import { literalWord, textOfWord, type ShellCommand } from './shell-words.ts';

/** What `aws lambda add-permission` adds: https://docs.aws.amazon.com/cli/latest/reference/lambda/add-permission.html */
export function addPermissions(command: ShellCommand, source: SourceText, uri: string): readonly LambdaPermission[] {
  const found = awsVerb((service) => service === 'lambda', command.words, source.text);
  if (!found || literalWord(source.text, found.verb) !== 'add-permission') return [];
  const words = command.words.slice(found.start);
  const options = optionsOf(words, source.text);
  const optionNamed = (name: string) => options.find((one) => one.name === name);
  const text = (name: string): TextValue | undefined => {
    const value = optionNamed(name)?.value;
    return value && textOfWord(source, value);
  };
  const keyOf = (name: string): Span | undefined => {
    const option = optionNamed(name);
    return option && spanOf(source, option.start, option.end);
  };
  const values = new Set(options.map(({ value }) => value?.start));
  // A variable in the place of an option may hold any of them.
  const mayHoldMore = words.some(
    (word) => word.pieces[0]?.kind === 'hole' && word !== words[0] && !values.has(word.start),
  );
  const isWhole = !mayHoldMore && !options.some(({ name }) => /^--(?:cli-input-|principal-org-id$)/.test(name));
  return [
    {
      id: '',
      uri,
      key: spanOf(source, found.verb.start, found.verb.end),
      properties: undefined,
      action: text('--action'),
      function: text('--function-name'),
      qualifier: text('--qualifier'),
      principal: text('--principal'),
      sourceArn: text('--source-arn'),
      sourceArnKey: keyOf('--source-arn'),
      sourceAccount: text('--source-account'),
      ...(optionNamed('--function-url-auth-type') ? { ofFunctionUrl: true } : {}),
      written: true,
      complete: isWhole,
    },
  ];
}
