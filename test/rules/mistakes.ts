/** How a file can be written that makes a mistake. */
export type Format =
  | 'CloudFormation in YAML'
  | 'CloudFormation in JSON'
  | 'SAM'
  | 'OpenAPI in a Body'
  | 'OpenAPI file'
  | 'policy file'
  | 'script';

interface Shown {
  readonly rule: string;
  /** Headings of cases in the rule's fixture, each with a finding. */
  readonly cases: readonly string[];
}

/** A mistake that people make with API Gateway and IAM, by the order of how often. */
export interface Mistake {
  readonly number: number;
  readonly symptom: string;
  /** The cases that show it; none where no file does, and then why. */
  readonly shown: readonly Shown[];
  /** The formats that can make it and that are read. */
  readonly formats: readonly Format[];
  readonly reason?: string;
  /** What a hover says of it, and the fixture that shows so. */
  readonly hover?: { readonly fixture: string; readonly words: string };
}

const yaml = 'CloudFormation in YAML';
const json = 'CloudFormation in JSON';
const sam = 'SAM';
const body = 'OpenAPI in a Body';
const file = 'OpenAPI file';

/** All 32, each with the cases of the fixtures that show it in each format that can make it. */
export const mistakes: readonly Mistake[] = [
  {
    number: 1,
    symptom: 'no Lambda permission for API Gateway',
    shown: [
      {
        rule: 'integration/missing-invoke-grant',
        cases: [
          'A method whose function lets nobody in',
          'In JSON, with Join, and a permission for another route',
          'A definition in the Body',
          'SAM: a definition that names a function without an event',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 2,
    symptom: 'a SourceArn with another verb or path, or nothing behind the id of the API',
    shown: [
      {
        rule: 'integration/source-arn-matches-no-route',
        cases: [
          'The wrong verb',
          'One star too many for a WebSocket route, in JSON',
          'The API id alone',
          'SAM: a definition in the template',
          'A definition in a file of its own',
          'A script: the API alone, no account',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file, 'script'],
  },
  {
    number: 3,
    symptom: 'a literal ANY or {id} in a SourceArn',
    shown: [],
    formats: [],
    reason:
      'what API Gateway sends for such routes is told both ways (the template of the path, and the path itself), so the pattern is taken to cover the route, and nothing is said',
    hover: { fixture: 'covers', words: 'some report calls that fail with it' },
  },
  {
    number: 4,
    symptom: 'an authorizer that nobody lets API Gateway invoke',
    shown: [
      {
        rule: 'integration/authorizer-invoke-grant-missing',
        cases: [
          'SAM: an HTTP API',
          'An authorizer of a REST API',
          'In JSON, in the Body of an HTTP API',
          'A definition in a file of its own',
        ],
      },
      { rule: 'integration/source-arn-matches-no-route', cases: ['Three stars for an authorizer'] },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 5,
    symptom: 'API Gateway does not have permission to assume the provided role',
    shown: [
      {
        rule: 'integration/role-not-assumable',
        cases: [
          'A role for Lambda as the credentials of two routes',
          'In JSON, a role that an account trusts',
          'An OpenAPI file, the role in the template that uses it',
          'The role that SAM makes for a function',
          'The credentials of an authorizer',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 6,
    symptom: 'Policy document should not specify a principal',
    shown: [
      {
        rule: 'trust/trust-policy-as-permissions-policy',
        cases: [
          'A trust policy written as a managed policy of the role',
          'An inline policy of a role, in JSON',
          'A function of SAM',
          'A script that creates a policy of it',
        ],
      },
      { rule: 'trust/principal-in-identity-policy', cases: ['A bucket policy written as a managed policy'] },
    ],
    formats: [yaml, json, sam, 'policy file', 'script'],
  },
  {
    number: 7,
    symptom: 'Has prohibited field Resource',
    shown: [
      {
        rule: 'trust/permissions-policy-as-trust-policy',
        cases: [
          'The permissions of a role written as its trust policy',
          'In JSON, beside other policies',
          'A function of SAM',
          'A script',
        ],
      },
      { rule: 'trust/resource-in-trust-policy', cases: ['A Resource beside the Principal'] },
    ],
    formats: [yaml, json, sam, 'policy file', 'script'],
  },
  {
    number: 8,
    symptom: 'a policy for a route that anyone may call',
    shown: [
      {
        rule: 'invoke/grant-on-open-route',
        cases: [
          'A policy for a method without authorization',
          'Routes of SAM, which are open unless somebody says otherwise',
          'An HTTP API, in JSON, and its definition',
          'A definition of its own, and a resource policy that keeps strangers out',
          'A definition in the Body',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 9,
    symptom: 'Missing Authentication Token',
    shown: [],
    formats: [],
    reason: 'the caller does not sign, or asks for a path that is not there: no file says how callers call',
    hover: { fixture: 'route-names', words: 'gets 403 `Missing Authentication Token`' },
  },
  {
    number: 10,
    symptom: 'a preflight request that has to be authorized',
    shown: [
      {
        rule: 'invoke/preflight-requires-auth',
        cases: [
          'OPTIONS behind IAM',
          'The default authorizer of SAM',
          "A definition whose security is everyone's",
          'ANY takes OPTIONS as well',
          'In JSON, in the Body',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 11,
    symptom: 'User: anonymous is not authorized to perform: execute-api:Invoke',
    shown: [
      {
        rule: 'invoke/resource-policy-never-allows',
        cases: [
          'A policy that only denies',
          'The same in the definition, in JSON, and an Allow for what is no route',
          'In JSON, in a property and in the Body',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 12,
    symptom: 'a resource policy was edited, and nothing changes',
    shown: [],
    formats: [],
    reason: 'the API has to be deployed again; that a file has changed since then, no file says',
    hover: { fixture: 'slots', words: 'A change counts when the API is deployed again' },
  },
  {
    number: 13,
    symptom: "Private REST API doesn't have a resource policy attached to it",
    shown: [
      {
        rule: 'invoke/private-api-without-policy',
        cases: [
          'A private API, and the endpoint it is reached through',
          'In JSON, in SAM, and with a definition of its own',
          'A definition in the Body',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 14,
    symptom: 'callers need lambda:InvokeFunction, for SAM has the function invoked as the caller',
    shown: [
      {
        rule: 'integration/implicit-caller-credentials',
        cases: ['SAM: the default of an API', 'SAM, in JSON: one event, of an API that SAM makes'],
      },
      {
        rule: 'integration/caller-lacks-backend-action',
        cases: [
          'A role may call the route and not invoke the function',
          'SAM, in JSON: a user, and two functions',
          'A definition in a file of its own',
          'In JSON, a definition in the Body',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 15,
    symptom: 'Role ARN must be specified for AWS integrations',
    shown: [
      {
        rule: 'integration/credentials-missing',
        cases: [
          'A queue behind a method',
          'A bucket, in JSON',
          'A first-class integration of an HTTP API',
          'An OpenAPI file',
          'SAM: a definition in the template',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 16,
    symptom: 'Invalid ARN specified in the request',
    shown: [
      {
        rule: 'integration/malformed-uri',
        cases: [
          "A function's ARN, and its name, on a REST API",
          'No invocations at the end, in JSON',
          'An OpenAPI file',
          'SAM: a definition in the template, without a region',
        ],
      },
      {
        rule: 'integration/credentials-not-an-arn',
        cases: [
          'Ref of a role gives its name',
          'In JSON, in a definition',
          'SAM: the name of the role as text',
          'An OpenAPI file that a template includes',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 17,
    symptom: 'a Lambda integration by GET',
    shown: [
      {
        rule: 'integration/lambda-method-not-post',
        cases: [
          'The verb of the route in place of POST',
          'In JSON, for an HTTP API that names the function itself',
          'An OpenAPI file',
          'SAM: a definition in the template',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 18,
    symptom: 'the role of the integration is not allowed the action',
    shown: [
      {
        rule: 'integration/role-lacks-action',
        cases: [
          'StartExecution granted, StartSyncExecution called',
          'Another queue than the one that is called, in JSON',
          'Two routes of a definition in the Body, a role without policies',
          'SAM: a function invoked as a role, the role in the template, the definition in a file',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 19,
    symptom: 'not authorized to perform: execute-api:ManageConnections',
    shown: [
      {
        rule: 'invoke/manage-connections-missing',
        cases: [
          'Invoke on connections',
          'A function that may invoke the whole WebSocket API',
          'The role of a function, in JSON',
          'A managed policy of a template, and a policy in a script',
        ],
      },
    ],
    formats: [yaml, json, sam, 'policy file', 'script'],
  },
  {
    number: 20,
    symptom: 'one star too many for $connect or $default',
    shown: [
      {
        rule: 'integration/source-arn-matches-no-route',
        cases: [
          'One star too many for a WebSocket route, in JSON',
          'One star too many for a default route: in SAM, in a Body, in a file',
        ],
      },
      { rule: 'invoke/arn-matches-no-route', cases: ['One star too many for a WebSocket API'] },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 21,
    symptom: "a star for the region or the account of a SourceArn: doesn't look like a valid ARN",
    shown: [
      {
        rule: 'integration/source-arn-wildcard-field',
        cases: [
          'Region and account in YAML',
          'The account alone, in a Join',
          'The region alone, beside functions of SAM',
          'A script',
        ],
      },
    ],
    formats: [yaml, json, sam, 'script'],
  },
  {
    number: 22,
    symptom: 'the ARN of the wrong component, a bare API id, execute-api:/* in an IAM policy',
    shown: [
      {
        rule: 'integration/source-arn-wrong-service',
        cases: [
          'The ARN by which the API is managed',
          'In JSON, for an HTTP API whose definition is in the Body',
          'SAM: a function that the definition names',
          'A definition in a file of its own',
          'A script',
        ],
      },
      { rule: 'integration/source-arn-matches-no-route', cases: ['The API id alone'] },
      { rule: 'invoke/wrong-component', cases: ['Calls on a management ARN'] },
      { rule: 'invoke/arn-matches-no-route', cases: ["Nothing behind the API's id"] },
      {
        rule: 'invoke/short-arn-outside-resource-policy',
        cases: ["The short form in a role's policy", 'A file that a command takes, and one that nobody does'],
      },
    ],
    formats: [yaml, json, sam, body, file, 'policy file', 'script'],
  },
  {
    number: 23,
    symptom: 'RestApiId is the logical id as text',
    shown: [
      {
        rule: 'integration/api-reference-is-text',
        cases: [
          'SAM: the API of an event',
          'SAM, in JSON: an HTTP API',
          'A method of CloudFormation',
          'In JSON: a route of a WebSocket API, and a stage',
        ],
      },
    ],
    formats: [yaml, json, sam],
  },
  {
    number: 24,
    symptom: 'the permission is on the function, and the route invokes an alias',
    shown: [
      {
        rule: 'integration/qualifier-not-granted',
        cases: [
          'An alias is invoked, and the permission is on the function',
          'The function is invoked, and the permission is on the alias, in JSON',
          'A permission that another route needs stays, in a Body',
          'SAM: a version of the function in a definition file',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 25,
    symptom: "the console's Test fails, and calls go through",
    shown: [],
    formats: [],
    reason: 'a SourceArn held to one stage is narrow and right; what fails is a test that nobody may want',
  },
  {
    number: 26,
    symptom: 'a resource policy that names its own API closes a circle',
    shown: [
      {
        rule: 'invoke/resource-policy-names-itself',
        cases: [
          'The ARN of the API in its own policy',
          'In JSON, and in the definition of the API',
          'The statements of a SAM API, and a stage that needs the API',
          'A definition file that the template includes',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 27,
    symptom: 'The role ARN does not have required permissions',
    shown: [
      {
        rule: 'integration/log-role-not-assumable',
        cases: ['A role that Lambda assumes', 'In JSON, a role that an account assumes', 'SAM: the role of a function'],
      },
    ],
    formats: [yaml, json, sam],
  },
  {
    number: 28,
    symptom: 'not authorized to perform: apigateway:PATCH on …::/restapis…',
    shown: [
      {
        rule: 'invoke/verb-cannot-act',
        cases: [
          'To create is POST on the collection',
          'To import a definition into a REST API is PUT on the API',
          'A role in JSON, and the role of a function of SAM',
          'The right to change a resource policy goes with the API, not with its stages',
        ],
      },
      { rule: 'invoke/malformed-management-arn', cases: ['The account of the stack, in a template'] },
    ],
    formats: [yaml, json, sam, 'policy file', 'script'],
  },
  {
    number: 29,
    symptom: 'User is not authorized to access this resource, on the second endpoint only',
    shown: [],
    formats: [],
    reason: 'the policy that an authorizer returns is made by its code, which is not read',
    hover: { fixture: 'route-names', words: '403 `User is not authorized to access this resource`' },
  },
  {
    number: 30,
    symptom: 'Cross-account pass role is not allowed',
    shown: [
      {
        rule: 'integration/role-of-another-account',
        cases: [
          'A permission and the role of its API name two accounts',
          'In JSON: roles of two accounts for the routes of one API',
          'SAM: the role of a function and that of a route',
          'An OpenAPI file whose policy says where the API is, and a definition of a template',
        ],
      },
    ],
    formats: [yaml, json, sam, body, file],
  },
  {
    number: 31,
    symptom: '403 for callers of another account',
    shown: [],
    formats: [],
    reason:
      'the identity policies of the other account are out of sight, so nothing says that one of the two grants lacks',
    hover: { fixture: 'route-names', words: 'A caller of another account needs both' },
  },
  {
    number: 32,
    symptom: 'AssumeRole policy may only specify STS AssumeRole actions',
    shown: [
      {
        rule: 'trust/action-not-assume-role',
        cases: [
          'A letter too many',
          'An action of another service',
          'A function of SAM',
          'A script, and a file that it hands over',
        ],
      },
    ],
    formats: [yaml, json, sam, 'policy file', 'script'],
  },
];
