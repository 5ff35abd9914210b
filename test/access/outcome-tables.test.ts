import assert from 'node:assert/strict';
import { textOf } from '../../server/src/access/context.ts';
import type { Outcome } from '../../server/src/access/decision.ts';
import { decide, noPolicies, type PolicySet } from '../../server/src/access/evaluate.ts';
import type { Request } from '../../server/src/access/request.ts';
import { setOf } from './policies.ts';

const caller = 'arn:aws:iam::111122223333:role/Caller';
const route = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets';

const request: Request = {
  requester: { kind: 'role', arn: textOf(caller), account: textOf('111122223333'), host: undefined },
  action: 'execute-api:Invoke',
  resource: textOf(route),
  context: new Map(),
};

function policy(effect: 'Allow' | 'Deny', principal?: unknown): PolicySet {
  const statement = { Effect: effect, Action: 'execute-api:Invoke', Resource: route };
  return setOf({
    Version: '2012-10-17',
    Statement: [principal === undefined ? statement : { ...statement, Principal: principal }],
  });
}

type Said = 'Allow' | 'silent' | 'Deny';
type Row = readonly [identity: Said, ...resource: readonly [allow: Outcome, silent: Outcome, deny: Outcome]];

const denied = 'explicitly-denied';
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const tables: readonly { readonly name: string; readonly sameAccount: 'yes' | 'no'; readonly rows: readonly Row[] }[] =
  [
    {
      name: 'table A, one account',
      sameAccount: 'yes',
      rows: [
        ['Allow', 'allowed', 'allowed', denied],
        ['silent', 'allowed', 'implicitly-denied', denied],
        ['Deny', denied, denied, denied],
      ],
    },
    {
      name: 'table B, across accounts',
      sameAccount: 'no',
      rows: [
        ['Allow', 'allowed', 'implicitly-denied', denied],
        ['silent', 'implicitly-denied', 'implicitly-denied', denied],
        ['Deny', denied, denied, denied],
      ],
    },
  ];

const says: readonly Said[] = ['Allow', 'silent', 'Deny'];

describe('access/evaluate: the outcome tables of API Gateway', () => {
  for (const { name, sameAccount, rows } of tables) {
    for (const [identity, ...outcomes] of rows) {
      for (const [i, resource] of says.entries()) {
        it(`${name}: identity ${identity}, resource policy ${resource}`, () => {
          const decision = decide(request, {
            identity: identity === 'silent' ? noPolicies : policy(identity),
            resource: resource === 'silent' ? undefined : policy(resource, { AWS: caller }),
            sameAccount,
          });
          assert.equal(decision.outcome, outcomes[i]);
          assert.ok(decision.because.length > 0, 'says why');
          const statements = decision.because.filter((one) => one.kind === 'statement');
          if (decision.outcome === 'explicitly-denied')
            assert.ok(statements.length > 0 && statements.every((one) => one.effect === 'Deny'));
          if (decision.outcome === 'allowed')
            assert.ok(statements.length > 0 && statements.every((one) => one.effect === 'Allow'));
        });
      }
    }
  }
});
