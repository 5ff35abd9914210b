import { entriesOf, stringOf, valueOf } from '../tree/node.ts';
import type { Hover } from './hover.ts';
import { page } from './markdown.ts';
import type { PathAt } from './path-at.ts';

type Words = Readonly<Record<string, string>>;

const managedPolicies = page(
  '**Permissions policies** (identity-based) that stand by themselves and are attached here, by ARN',
  "AWS's own (`arn:aws:iam::aws:policy/...`) or an `AWS::IAM::ManagedPolicy`.",
);
const inlinePolicies = page(
  '**Permissions policies** (identity-based) of this carrier alone: what it may do',
  'Each has a name and a document whose statements name actions and resources, and no `Principal`. Who may assume a role stands in `AssumeRolePolicyDocument`.',
);
const trustPolicy = page(
  '**Trust policy**: who may assume the role',
  'Each statement names a `Principal` and an STS action such as `sts:AssumeRole`, and no `Resource`.',
);
const permissionsPolicy = page(
  '**Permissions policy** (identity-based): what those it is attached to may do',
  'Each statement names actions and resources, and no `Principal`.',
);
const boundary = page(
  '**Permissions boundary**: the most that this user or role may ever do',
  'It grants nothing by itself.',
);
const attachedTo = '**Who the permissions policy is attached to**: those may do what it allows';
const restPolicy = page(
  '**Resource policy of the API** (resource-based): who may call which of its routes, and from where',
  'Each statement names a `Principal`, `execute-api:Invoke` and routes; `execute-api:/stage/VERB/path` stands for the API itself.',
);
const authorization = page(
  '**Who may call the route**',
  '`AWS_IAM`: signed callers, by their policies; `NONE`: anyone; `CUSTOM`: a Lambda authorizer; `COGNITO_USER_POOLS` (REST) or `JWT` (HTTP): bearers of a token.',
);
const credentials = page(
  '**As whom API Gateway calls the back end**',
  "A role's ARN: as that role (role-based). `arn:aws:iam::*:user/*`: as the caller (caller-based). Nothing: by the permission that the back end itself gives, which only Lambda functions can.",
);
const integrationUri = page(
  '**What API Gateway calls behind the route**',
  "For an AWS service `arn:aws:apigateway:{region}:{service}:{action|path}/...`; for Lambda the same around the function's ARN, with `/invocations` at its end.",
);
const authorizerUri = page(
  '**The Lambda function that decides who may call**',
  'API Gateway must be allowed to invoke it: by a Lambda permission on `api-id/authorizers/*`, or by the credentials role of the authorizer.',
);
const authorizerCredentials = page(
  '**The role with which API Gateway invokes the authorizer**',
  'It must trust `apigateway.amazonaws.com` and be allowed `lambda:InvokeFunction`. Without it a Lambda permission must let API Gateway in.',
);

/** What a property is for, by resource type: the same name means other things elsewhere. Lists on the way do not count. */
const properties: Readonly<Record<string, Words>> = {
  'AWS::IAM::Role': {
    AssumeRolePolicyDocument: trustPolicy,
    Policies: inlinePolicies,
    'Policies.PolicyDocument': permissionsPolicy,
    ManagedPolicyArns: managedPolicies,
    PermissionsBoundary: boundary,
  },
  'AWS::IAM::User': {
    Policies: inlinePolicies,
    'Policies.PolicyDocument': permissionsPolicy,
    ManagedPolicyArns: managedPolicies,
    PermissionsBoundary: boundary,
  },
  'AWS::IAM::Group': {
    Policies: inlinePolicies,
    'Policies.PolicyDocument': permissionsPolicy,
    ManagedPolicyArns: managedPolicies,
  },
  'AWS::IAM::Policy': {
    PolicyDocument: permissionsPolicy,
    Roles: attachedTo,
    Users: attachedTo,
    Groups: attachedTo,
  },
  'AWS::IAM::ManagedPolicy': {
    PolicyDocument: permissionsPolicy,
    Roles: attachedTo,
    Users: attachedTo,
    Groups: attachedTo,
  },
  'AWS::IAM::RolePolicy': { PolicyDocument: permissionsPolicy, RoleName: attachedTo },
  'AWS::IAM::UserPolicy': { PolicyDocument: permissionsPolicy, UserName: attachedTo },
  'AWS::IAM::GroupPolicy': { PolicyDocument: permissionsPolicy, GroupName: attachedTo },
  'AWS::ApiGateway::RestApi': {
    Policy: restPolicy,
    Body: '**The definition of the API in OpenAPI**, with the extensions `x-amazon-apigateway-...`',
  },
  'AWS::ApiGateway::Method': {
    AuthorizationType: authorization,
    AuthorizerId: '**The authorizer that decides who may call**, with authorization `CUSTOM` or `COGNITO_USER_POOLS`',
    Integration: '**What stands behind the method**, and as whom API Gateway calls it',
    'Integration.Credentials': credentials,
    'Integration.Uri': integrationUri,
    'Integration.IntegrationHttpMethod': page(
      '**The verb with which API Gateway calls the back end**',
      'For Lambda always `POST`, whatever the verb of the route.',
    ),
    'Integration.Type': page(
      '**The kind of back end**',
      '`AWS_PROXY`: a Lambda function that gets the whole request; `AWS`: any AWS service; `HTTP_PROXY`, `HTTP`: an address; `MOCK`: none.',
    ),
  },
  'AWS::ApiGateway::Authorizer': { AuthorizerUri: authorizerUri, AuthorizerCredentials: authorizerCredentials },
  'AWS::ApiGateway::Account': {
    CloudWatchRoleArn: page(
      '**The role with which API Gateway writes logs**, one for the account and region',
      'It must trust `apigateway.amazonaws.com` and carry `AmazonAPIGatewayPushToCloudWatchLogs`.',
    ),
  },
  'AWS::ApiGatewayV2::Route': {
    AuthorizationType: authorization,
    AuthorizerId: '**The authorizer that decides who may call**, with authorization `CUSTOM` or `JWT`',
    Target: '**The integration behind the route**: `integrations/` and its id',
  },
  'AWS::ApiGatewayV2::Integration': {
    CredentialsArn: credentials,
    IntegrationUri: integrationUri,
    IntegrationSubtype: page(
      '**The AWS action that the HTTP API calls itself**, such as `SQS-SendMessage`',
      'It needs a role (`CredentialsArn`) that is allowed the action.',
    ),
  },
  'AWS::ApiGatewayV2::Api': { CredentialsArn: credentials, Target: integrationUri },
  'AWS::ApiGatewayV2::Authorizer': { AuthorizerUri: authorizerUri, AuthorizerCredentialsArn: authorizerCredentials },
  'AWS::Lambda::Permission': {
    Action: '**What the principal may do with the function**: for API Gateway `lambda:InvokeFunction`',
    FunctionName: page(
      '**The function whose own policy (resource-based) gets this statement**',
      'With an alias or version in it, the permission counts for calls of just that.',
    ),
    Principal: page('**Who may invoke the function**', 'For API Gateway `apigateway.amazonaws.com`.'),
    SourceArn: page(
      '**For which API the service may come**: `arn:aws:execute-api:{region}:{account}:{api-id}/{stage}/{VERB}/{path}`',
      'Without it any API of any account can have API Gateway invoke the function.',
    ),
    SourceAccount: '**From whose account the service may come**',
  },
  'AWS::EC2::VPCEndpoint': {
    PolicyDocument:
      '**VPC endpoint policy** (resource-based): what may pass through the endpoint; it grants nothing by itself',
  },
  'AWS::Serverless::Function': {
    AssumeRolePolicyDocument: trustPolicy,
    Policies: page(
      "**Permissions policies** (identity-based) of the role that SAM makes for the function: what the function's code may do",
      'Names or ARNs of managed policies, SAM policy templates, or documents. With `Role`, SAM leaves them out.',
    ),
    PermissionsBoundary: boundary,
    Role: '**The role that the code runs as**: it must trust `lambda.amazonaws.com`. Without it SAM makes one.',
  },
  'AWS::Lambda::Function': {
    Role: '**The role that the code runs as**: it must trust `lambda.amazonaws.com`, and its permissions policies say what the code may do',
  },
  'AWS::SSO::PermissionSet': { InlinePolicy: permissionsPolicy, PermissionsBoundary: boundary },
};

/** API Gateway's extensions of OpenAPI. */
const extensions: Words = {
  'x-amazon-apigateway-integration': '**What stands behind the route**, and as whom API Gateway calls it',
  'x-amazon-apigateway-integrations': '**Integrations that routes refer to** by `$ref`',
  'x-amazon-apigateway-policy': restPolicy,
  'x-amazon-apigateway-auth': page(
    '**Who may call the route**',
    '`type: AWS_IAM`: callers sign their requests and need `execute-api:Invoke`; `type: NONE`: anyone.',
  ),
  'x-amazon-apigateway-authtype': page(
    '**The kind of authorization that this scheme stands for**',
    '`awsSigv4`: IAM, for signed callers; any other word: a Lambda or Cognito authorizer.',
  ),
  'x-amazon-apigateway-authorizer':
    '**The authorizer that decides who may call**: a Lambda function, a Cognito user pool or a JWT issuer',
  'x-amazon-apigateway-any-method': '**Every verb** that has no operation of its own; `*` covers it in a source ARN',
  'x-amazon-apigateway-integration.credentials': credentials,
  'x-amazon-apigateway-integration.uri': integrationUri,
  'x-amazon-apigateway-integration.httpMethod': page(
    '**The verb with which API Gateway calls the back end**',
    'For Lambda always `POST`, whatever the verb of the route.',
  ),
  'x-amazon-apigateway-integration.type': page(
    '**The kind of back end**',
    '`aws_proxy`: a Lambda function that gets the whole request; `aws`: any AWS service; `http_proxy`, `http`: an address; `mock`: none.',
  ),
  'x-amazon-apigateway-authorizer.authorizerUri': authorizerUri,
  'x-amazon-apigateway-authorizer.authorizerCredentials': authorizerCredentials,
};

/** The property under a place, where its meaning is certain: by the resource's type, or as an extension of OpenAPI. */
export function hoverOnProperty({ nodes, keys, onKey, word }: PathAt): Hover | undefined {
  if (!onKey || !word) return undefined;
  const markdown = wordsOfProperty(nodes, keys) ?? wordsOfExtension(nodes, keys);
  return markdown === undefined ? undefined : { span: word, markdown };
}

function wordsOfProperty(nodes: PathAt['nodes'], keys: readonly string[]): string | undefined {
  const [resources, id, section, ...property] = keys;
  if (resources !== 'Resources' || id === undefined || section !== 'Properties') return undefined;
  const type = stringOf(valueOf(nodes[0], 'Resources', id, 'Type'));
  return type === undefined ? undefined : wordOf(wordOf(properties, type) ?? {}, property.join('.'));
}

function wordsOfExtension(nodes: PathAt['nodes'], keys: readonly string[]): string | undefined {
  const isDefinition = nodes.some((node) =>
    entriesOf(node).some(({ key }) => /^(?:openapi|swagger)$/.test(key.source.text)),
  );
  if (!isDefinition) return undefined;
  return wordOf(extensions, keys.at(-1) ?? '') ?? wordOf(extensions, keys.slice(-2).join('.'));
}

/** Not a plain read: "constructor" is a name that somebody may write. */
function wordOf<T>(words: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
