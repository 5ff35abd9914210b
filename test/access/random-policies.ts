import fc from 'fast-check';
import type { PlainPolicies, PlainRequest, PolicyJson, PrincipalJson, StatementJson } from './reference.ts';

/** Few words, so that statements and requests meet. */
const account = '111122223333';
const role = `arn:aws:iam::${account}:role/Caller`;
const user = `arn:aws:iam::${account}:user/mia`;
const api = `arn:aws:execute-api:eu-west-1:${account}:a1b2`;

const oneOrMany = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));

/** What matches comes often enough that policies speak of requests. */
function mostly(common: readonly string[], others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...common) },
    { weight: 3, arbitrary: fc.constantFrom(...others) },
  );
}

const actions = mostly(
  ['*', 'execute-api:*', 'execute-api:Inv*'],
  [
    'execute-api:Invoke',
    'EXECUTE-API:invoke',
    'execute-api:*',
    'execute-api:Inv?ke',
    'execute-api:InvalidateCache',
    'execute-api:In*e',
    '*',
    '*',
    'lambda:InvokeFunction',
    's3:*',
  ],
);

const resources = mostly(
  ['*', `${api}/*`, `${api}/prod/*`],
  [
    '*',
    '*',
    `${api}/*`,
    `${api}/*`,
    `${api}/*/GET/pets`,
    `${api}/prod/GET/pets`,
    `${api}/prod/*`,
    `${api}/?rod/GET/pets*`,
    `${api}/*/POST/*`,
    api,
    'arn:aws:execute-api:*:*:*',
    'arn:aws:execute-api:*:a1b2/*',
    'arn:aws:execute-api',
    `arn:aws:execute-api:eu-*-1:${account}:*/GET/pets`,
    'arn:aws:lambda:eu-west-1:111122223333:function:pets',
    `${api}/prod/GET/\${aws:username}`,
    `${api}/\${aws:PrincipalTag/stage}/GET/pets`,
    `${api}/\${aws:PrincipalTag/stage, 'prod'}/GET/\${*}`,
    `${api}/*/GET/\${aws:PrincipalTag/stage}`,
    'pets',
  ],
);

const principals: fc.Arbitrary<PrincipalJson> = fc.oneof(
  fc.constant<PrincipalJson>('*'),
  oneOrMany(
    fc.constantFrom(
      '*',
      account,
      `arn:aws:iam::${account}:root`,
      role,
      user,
      'arn:aws:iam::999999999999:root',
      `${role}2`,
    ),
  ).map((AWS) => ({ AWS })),
  fc.constant<PrincipalJson>({ Service: 'apigateway.amazonaws.com' }),
  oneOrMany(fc.constantFrom(role, '999999999999')).map((AWS) => ({ AWS, Service: 'lambda.amazonaws.com' })),
);

const texts = [
  'prod',
  'dev',
  'pro*',
  '*',
  'p?od',
  'PROD',
  '${aws:username}',
  '${*}',
  "${aws:PrincipalTag/stage, 'prod'}",
];
const arns = [
  role,
  `arn:aws:iam::${account}:role/*`,
  'arn:aws:iam::*:*',
  `arn:aws:*::${account}:role/Caller`,
  '*',
  'arn:aws:iam::999999999999:role/Caller',
];
const times = ['2024-01-01T00:00:00Z', '2024-06-01', '2024-06-01T00:00:00Z', '2025-01-01T10:00:00Z'];
const addresses = ['192.0.2.0/24', '192.0.2.7/32', '10.0.0.0/8', '192.0.0.0/13', '0.0.0.0/0', '192.0.2.7'];

const families: readonly {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly actual: readonly string[];
}[] = [
  {
    operators: [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
    keys: ['aws:PrincipalTag/stage', 'aws:username', 'AWS:PrincipalTag/stage'],
    values: texts,
    actual: ['prod', 'dev', 'Prod', '*', 'pets'],
  },
  {
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
    keys: ['aws:PrincipalArn'],
    values: arns,
    actual: [role, user, `${role}/deep`],
  },
  {
    operators: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
    keys: ['aws:MultiFactorAuthAge'],
    values: ['10', '20.5', '-1', '010'],
    actual: ['10', '20', '20.50', '9'],
  },
  {
    operators: [
      'DateEquals',
      'DateNotEquals',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
    ],
    keys: ['aws:CurrentTime'],
    values: times,
    actual: times,
  },
  { operators: ['Bool'], keys: ['aws:SecureTransport'], values: ['true', 'false', 'True'], actual: ['true', 'false'] },
  { operators: ['BinaryEquals'], keys: ['key:bytes'], values: ['aGk=', 'eW8='], actual: ['aGk=', 'eW8='] },
  {
    operators: ['IpAddress', 'NotIpAddress'],
    keys: ['aws:SourceIp'],
    values: addresses,
    actual: ['192.0.2.7', '10.1.2.3', '198.51.100.1'],
  },
];

const condition = fc
  .array(
    fc.constantFrom(...families).chain(({ operators, keys, values }) =>
      fc.record({
        operator: fc
          .tuple(
            fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
            fc.constantFrom(...operators),
            fc.constantFrom('', '', 'IfExists'),
          )
          .map((parts) => parts.join('')),
        isNull: fc.boolean().map((yes) => yes && keys.length === 1),
        key: fc.constantFrom(...keys),
        values: oneOrMany(fc.constantFrom(...values)),
        absent: oneOrMany(fc.constantFrom('true', 'false')),
      }),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((tests) => {
    const out: Record<string, Record<string, string | string[]>> = {};
    for (const { operator, isNull, key, values, absent } of tests) {
      const name = isNull ? 'Null' : operator;
      out[name] = { ...out[name], [key]: isNull ? absent : values };
    }
    return out;
  });

const often = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 1 });

const seldom: fc.Arbitrary<boolean> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

function statement(withPrincipal: boolean): fc.Arbitrary<StatementJson> {
  return fc
    .record({
      Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
      action: oneOrMany(actions),
      notAction: seldom,
      resource: oneOrMany(resources),
      notResource: seldom,
      principal: principals,
      notPrincipal: seldom,
      Condition: sometimes(condition),
    })
    .map(({ Effect, action, notAction, resource, notResource, principal, notPrincipal, Condition }) => ({
      Effect,
      [notAction ? 'NotAction' : 'Action']: action,
      [notResource ? 'NotResource' : 'Resource']: resource,
      ...(withPrincipal ? { [notPrincipal ? 'NotPrincipal' : 'Principal']: principal } : {}),
      ...(Condition ? { Condition } : {}),
    }));
}

function policy(withPrincipal: boolean): fc.Arbitrary<PolicyJson> {
  return fc
    .record({
      version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17', undefined),
      Statement: fc.array(statement(withPrincipal), { minLength: 1, maxLength: 3 }),
    })
    .map(({ version, Statement }) => (version === undefined ? { Statement } : { Version: version, Statement }));
}

export const plainPolicies: fc.Arbitrary<PlainPolicies> = fc.record({
  identity: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.array(policy(false), { minLength: 1, maxLength: 3 }) },
  ),
  resource: often(policy(true)),
  boundary: sometimes(policy(false)),
  session: rarely(policy(false)),
  scp: rarely(policy(false)),
  sameAccount: seldom.map((one) => !one),
});

const context = fc
  .tuple(
    ...families.map(({ keys, actual }) =>
      fc.record({
        keys: fc.constant(keys),
        values: fc.oneof(
          fc.constantFrom(...actual).map((one) => [one]),
          fc.constant<string[]>([]),
          fc.array(fc.constantFrom(...actual), { maxLength: 3 }),
        ),
      }),
    ),
  )
  .map((all) => {
    const out: Record<string, readonly string[]> = {};
    for (const { keys, values } of all) for (const key of keys) out[key.toLowerCase()] = values;
    return out;
  });

export const plainRequests: fc.Arbitrary<PlainRequest> = fc
  .record({
    kind: weighted<PlainRequest['kind']>({ role: 4, user: 2, anonymous: 1 }),
    action: weighted({ 'execute-api:Invoke': 5, 'execute-api:InvalidateCache': 1, 'lambda:InvokeFunction': 1 }),
    resource: weighted({
      [`${api}/prod/GET/pets`]: 5,
      [`${api}/dev/POST/pets`]: 1,
      [`${api}/prod/GET/*`]: 1,
      'arn:aws:lambda:eu-west-1:111122223333:function:pets': 1,
      'arn:aws:lambda:eu-west-1:111122223333:function:pets:prod': 1,
    }),
    context,
  })
  .map((one) => ({ ...one, arn: one.kind === 'user' ? user : role, account }));

function weighted<T extends string>(weights: Readonly<Record<T, number>>): fc.Arbitrary<T> {
  return fc.oneof(
    ...(Object.entries(weights) as [T, number][]).map(([value, weight]) => ({ weight, arbitrary: fc.constant(value) })),
  );
}
