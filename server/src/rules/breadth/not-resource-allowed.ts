import { printed } from '../../model/text-value.ts';
import { grantRule } from './grants.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const notResourceAllowed = grantRule({
  meta: {
    id: 'breadth/not-resource-allowed',
    level: 'warning',
    summary: 'An Allow statement names the resources that it does not reach',
    why:
      'Allow with NotResource reaches every resource but those listed: those of other services, and each one that is made later. ' +
      'NotResource is made for Deny. An Allow says what it reaches with Resource.',
  },
  *checkGrant(statement) {
    const { notResource } = statement;
    if (!notResource || mayNarrowWhat(statement.condition)) return;
    const [only, second] = notResource.values;
    const but = only && !second ? `"${printed(only)}"` : `the ${notResource.values.length} listed`;
    if (!only || !notResource.complete) return;
    yield {
      uri: statement.uri,
      span: notResource.keySpan,
      message: `NotResource allows the actions on every resource but ${but}, those made later too`,
    };
  },
});
