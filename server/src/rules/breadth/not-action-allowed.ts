import { listed, grantRule } from './grants.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const notActionAllowed = grantRule({
  meta: {
    id: 'breadth/not-action-allowed',
    level: 'warning',
    summary: 'An Allow statement names the actions that it does not grant',
    why:
      'Allow with NotAction grants every action of every service but those listed, and with each service that AWS adds it grants more. ' +
      'NotAction is made for Deny. An Allow says what it grants with Action.',
  },
  *checkGrant(statement) {
    const { notAction } = statement;
    if (!notAction || mayNarrowWhat(statement.condition)) return;
    const but = notAction.complete && notAction.values.length > 0 ? ` but ${listed(notAction.values)}` : '';
    yield {
      uri: statement.uri,
      span: notAction.keySpan,
      message: `NotAction allows every action of every service${but}, those that AWS adds later too`,
    };
  },
});
