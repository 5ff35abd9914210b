import { globalKeys } from '../../catalog/global-keys.ts';
import { complete, type Offer, type Offers } from './offer.ts';
import type { Spot } from './spot.ts';
import { plainOf, stop } from './stops.ts';

/** Claims and keys beside the global ones that AWS's page lists as variables. */
const others: readonly string[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
  'cognito-identity.amazonaws.com:aud',
  'cognito-identity.amazonaws.com:sub',
  'www.amazon.com:user_id',
  'graph.facebook.com:id',
  'accounts.google.com:sub',
  'saml:sub',
  's3:prefix',
  's3:max-keys',
];

/** Where a variable begins in the text before the cursor; undefined where none does. */
export function variableStart(before: string): number | undefined {
  const match = /\$(?:\{!?[\w:/.-]*)?$/.exec(before);
  return match?.index;
}

/** The policy variables, and in the text of an Fn::Sub what the template itself fills in. `from`: where the `$` stands. */
export function variables(spot: Spot, from: number, declared: () => readonly string[]): Offers {
  const { word } = spot;
  const inSub = word.inFunction === 'Fn::Sub';
  const head = word.before.slice(0, from);
  const tail = word.after.replace(/^[\w:/.!-]*\}/, '');
  const offer = (inside: string, rank: number, detail: string): Offer => {
    const text = `\${${inside}}`;
    const label = plainOf(text);
    return { label, kind: 'variable', detail, put: { text: head + text + tail }, rank, filter: head + label };
  };
  const isOld = spot.policy?.version?.parts.some(
    (part) => part.kind === 'literal' && part.source.text === '2008-10-17',
  );
  // Fn::Sub takes them for names of its own without the exclamation mark.
  const escape = inSub ? '!' : '';
  const keys = globalKeys.filter(({ multivalued }) => !multivalued);
  const own = isOld
    ? []
    : [
        ...keys.map(({ name, description }, i) =>
          offer(escape + name.replace('${TagKey}', stop('TagKey')), 1000 + i, description),
        ),
        ...others.map((name, i) => offer(escape + name, 2000 + i, 'of the request')),
        offer(`${escape}*`, 3000, 'the letter *'),
        offer(`${escape}?`, 3001, 'the letter ?'),
        offer(`${escape}$`, 3002, 'the letter $'),
      ];
  const filled = inSub
    ? [...pseudoParameters, ...declared()].map((name, i) => offer(name, i, 'filled in at deployment'))
    : [];
  return complete([...filled, ...own]);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const pseudoParameters: readonly string[] = [
  'AWS::Partition',
  'AWS::Region',
  'AWS::AccountId',
  'AWS::StackName',
  'AWS::URLSuffix',
];
