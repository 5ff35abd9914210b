import { grantsApiGateway } from '../../access/invoke-grant.ts';
import type { LambdaPermission } from '../../model/facts.ts';
import { literalOf, printed, splitText, type TextValue } from '../../model/text-value.ts';
import type { Fix, Rule } from '../rule.ts';
import { subTextOf } from '../template-value.ts';

export const sourceArnWildcardField: Rule = {
  meta: {
    id: 'integration/source-arn-wildcard-field',
    level: 'error',
    summary: 'A wildcard stands for the region or the account of a Lambda permission',
    why:
      'The `SourceArn` of a Lambda permission takes a region and an account of twelve digits, written out. With `*` in their place the deployment ends in ' +
      "a validation error: the value doesn't look like an ARN. Wildcards are for what follows the API's id.",
    fixes: ['the region and the account of the deployment'],
  },
  *check({ unit }) {
    for (const permission of unit.permissions) {
      const { sourceArn, uri } = permission;
      if (!permission.written || !sourceArn || grantsApiGateway(permission) !== 'yes') continue;
      const fields = splitText(sourceArn, ':', 6);
      if (fields.length < 6 || literalOf(fields[0]) !== 'arn' || literalOf(fields[2]) !== 'execute-api') continue;
      const [region, account] = [fields[3], fields[4]];
      const wild = [region, account].filter((field) => field !== undefined && /[*?]/.test(literalOf(field) ?? ''));
      const [first, second] = wild;
      if (!first) continue;
      const what = second ? 'region and account' : first === region ? 'region' : 'account';
      yield {
        uri,
        span: first.span,
        message: `"${printed(first)}" as ${what} of a SourceArn ends the deployment: Lambda takes no wildcard before the API's id`,
        fixes: () => fixesOf(permission, sourceArn, fields, wild),
      };
    }
  },
};

function fixesOf(
  { uri }: LambdaPermission,
  sourceArn: TextValue,
  fields: readonly TextValue[],
  wild: readonly (TextValue | undefined)[],
): readonly Fix[] {
  const own = [undefined, undefined, undefined, '${AWS::Region}', '${AWS::AccountId}'];
  const texts = fields.map((field, i) => (wild.includes(field) ? own[i] : subTextOf(field, uri)));
  if (texts.includes(undefined)) return [];
  return [
    {
      title: `Name the ${wild.length > 1 ? 'region and account' : wild[0] === fields[3] ? 'region' : 'account'} of the deployment`,
      changes: [{ kind: 'set', uri, at: sourceArn.at, value: { 'Fn::Sub': texts.join(':') } }],
    },
  ];
}
