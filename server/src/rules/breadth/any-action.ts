import { literalOf } from '../../model/text-value.ts';
import { everyActionOf, everyResourceOf, grantRule } from './grants.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const anyAction = grantRule({
  meta: {
    id: 'breadth/any-action',
    level: 'warning',
    summary: 'An Allow statement grants every action of every service',
    why:
      'Action `*` grants whatever can be done to the resources, deleting them and opening them to others too, and every action that AWS adds later. ' +
      'Name the actions that the work needs.',
  },
  *checkGrant(statement) {
    const action = everyActionOf(statement);
    // On every resource it is breadth/admin that speaks.
    if (!action || !statement.resource || everyResourceOf(statement) || mayNarrowWhat(statement.condition)) return;
    yield {
      uri: statement.uri,
      span: action.span,
      message: `"${literalOf(action)}" allows everything that can be done to these resources, deleting and sharing them too`,
    };
  },
});
