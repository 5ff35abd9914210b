import type { ConditionKey } from './catalog.ts';

/** A condition key that requests to any service can carry. */
export interface GlobalKey extends ConditionKey {
  /** One clause, no full stop. */
  readonly description: string;
}

/**
 * The condition keys of AWS's page "AWS global condition context keys", with their types as that page gives them. The comment behind
 * a row is the row's anchor on
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const globalKeys: readonly GlobalKey[] = [
  // Properties of the principal
  one(
    'aws:PrincipalArn',
    'ARN',
    'ARN of the user, role or root that makes the request; for a role session, the ARN of the role',
  ), // #condition-keys-principalarn
  one('aws:PrincipalAccount', 'String', 'account that the principal belongs to'), // #condition-keys-principalaccount
  many('aws:PrincipalOrgPaths', 'String', "place of the principal's account in the tree of its organization"), // #condition-keys-principalorgpaths
  one('aws:PrincipalOrgID', 'String', "organization that the principal's account belongs to"), // #condition-keys-principalorgid
  // Older than this list, and still in AWS's own managed policies (AWSSSOServiceRolePolicy).
  one(
    'aws:PrincipalOrgMasterAccountId',
    'String',
    "management account of the organization that the principal's account belongs to",
  ),
  one('aws:PrincipalTag/${TagKey}', 'String', 'value of this tag on the principal'), // #condition-keys-principaltag
  one('aws:PrincipalIsAWSService', 'Bool', 'whether an AWS service principal calls directly'), // #condition-keys-principalisawsservice
  one('aws:PrincipalServiceName', 'String', 'service principal that calls directly'), // #condition-keys-principalservicename
  many('aws:PrincipalServiceNamesList', 'String', 'all names of the service principal that calls directly'), // #condition-keys-principalservicenameslist
  one('aws:PrincipalType', 'String', 'kind of principal: Account, User, FederatedUser, AssumedRole or Anonymous'), // #condition-keys-principaltype
  one('aws:userid', 'String', "unique id of the principal; for a role session, the role's id and the session name"), // #condition-keys-userid
  one('aws:username', 'String', 'name of the IAM user; absent for roles'), // #condition-keys-username

  // Properties of the role session
  one('aws:AssumedRoot', 'Bool', 'whether the session was made by sts:AssumeRoot'), // #condition-keys-assumedroot
  one('aws:FederatedProvider', 'String', 'identity provider that the role session was made through'), // #condition-keys-federatedprovider
  one('aws:TokenIssueTime', 'Date', 'when the temporary credentials were issued'), // #condition-keys-tokenissuetime
  one('aws:MultiFactorAuthAge', 'Numeric', 'seconds since the principal signed in with MFA; absent without MFA'), // #condition-keys-multifactorauthage
  one('aws:MultiFactorAuthPresent', 'Bool', 'whether MFA was used; absent for long-term access keys'), // #condition-keys-multifactorauthpresent
  one('aws:ChatbotSourceArn', 'ARN', 'chat configuration that the session was made for'), // #condition-keys-chatbotsourcearn
  one('aws:Ec2InstanceSourceVpc', 'String', 'VPC of the EC2 instance whose role credentials sign the request'), // #condition-keys-ec2instancesourcevpc
  one(
    'aws:Ec2InstanceSourcePrivateIPv4',
    'IPAddress',
    'private IPv4 address of the EC2 instance whose role credentials sign the request',
  ), // #condition-keys-ec2instancesourceprivateip4
  one('aws:SourceIdentity', 'String', 'source identity set when the role was assumed'), // #condition-keys-sourceidentity
  one('ec2:RoleDelivery', 'Numeric', 'version of the instance metadata service that gave the credentials: 1.0 or 2.0'), // #condition-keys-ec2-role-delivery
  one('ec2:SourceInstanceArn', 'ARN', 'EC2 instance whose role credentials sign the request'), // #condition-keys-ec2-source-instance-arn
  one('glue:RoleAssumedBy', 'String', "AWS Glue, where it calls with the job's role"), // #condition-keys-glue-role-assumed-by
  one('glue:CredentialIssuingService', 'String', 'AWS Glue, where it issued the credentials'), // #condition-keys-glue-credential-issuing
  one('lambda:SourceFunctionArn', 'ARN', 'Lambda function whose execution role signs the request'), // #condition-keys-lambda-source-function-arn
  one('ssm:SourceInstanceArn', 'ARN', 'managed instance that Systems Manager gave the credentials to'), // #condition-keys-ssm-source-instance-arn
  one('identitystore:UserId', 'String', 'workforce user that the session is made for'), // #condition-keys-identity-store-user-id

  // Properties of the network
  one('aws:SourceIp', 'IPAddress', 'public address that the request comes from; absent behind a VPC endpoint'), // #condition-keys-sourceip
  one('aws:SourceVpc', 'String', 'VPC that the request crosses a VPC endpoint of'), // #condition-keys-sourcevpc
  one('aws:SourceVpcArn', 'ARN', 'ARN of the VPC that the request crosses a VPC endpoint of'), // #condition-keys-sourcevpcarn
  one('aws:SourceVpce', 'String', 'VPC endpoint that the request crosses'), // #condition-keys-sourcevpce
  one('aws:VpceAccount', 'String', 'account that owns the VPC endpoint'), // #condition-keys-vpceaccount
  many('aws:VpceOrgPaths', 'String', "place of the VPC endpoint's account in the tree of its organization"), // #condition-keys-vpceorgpaths
  one('aws:VpceOrgID', 'String', 'organization of the account that owns the VPC endpoint'), // #condition-keys-vpceorgid
  one('aws:VpcSourceIp', 'IPAddress', 'private address that the request comes from, behind a VPC endpoint'), // #condition-keys-vpcsourceip

  // Properties of the resource
  one('aws:ResourceAccount', 'String', 'account that owns the resource'), // #condition-keys-resourceaccount
  one('aws:ResourceOrgID', 'String', 'organization of the account that owns the resource'), // #condition-keys-resourceorgid
  many('aws:ResourceOrgPaths', 'String', "place of the resource's account in the tree of its organization"), // #condition-keys-resourceorgpaths
  one('aws:ResourceTag/${TagKey}', 'String', 'value of this tag on the resource'), // #condition-keys-resourcetag

  // Properties of the request
  many('aws:CalledVia', 'String', "services that passed the principal's request on, in order"), // #condition-keys-calledvia
  one('aws:CalledViaFirst', 'String', "first service that passed the principal's request on"), // #condition-keys-calledviafirst
  one('aws:CalledViaLast', 'String', "last service that passed the principal's request on"), // #condition-keys-calledvialast
  one('aws:CalledViaAWSMCP', 'String', 'AWS-managed MCP server that passed the request on'), // #condition-keys-calledviaawsmcp
  one('aws:ViaAWSService', 'Bool', "whether a service calls with the principal's credentials"), // #condition-keys-viaawsservice
  one('aws:ViaAWSMCPService', 'Bool', 'whether an AWS-managed MCP server passed the request on'), // #condition-keys-viaawsmcpservice
  one('aws:CurrentTime', 'Date', 'date and time of the request'), // #condition-keys-currenttime
  { ...one('aws:EpochTime', 'Date', 'time of the request in seconds since 1970'), types: ['Date', 'Numeric'] }, // #condition-keys-epochtime
  one('aws:referer', 'String', 'Referer header of the request, which any caller can set'), // #condition-keys-referer
  one('aws:RequestedRegion', 'String', 'region that the request goes to'), // #condition-keys-requestedregion
  one('aws:RequestTag/${TagKey}', 'String', 'value of this tag in the request'), // #condition-keys-requesttag
  many('aws:TagKeys', 'String', 'tag keys in the request'), // #condition-keys-tagkeys
  one('aws:SecureTransport', 'Bool', 'whether the request came over TLS'), // #condition-keys-securetransport
  one('aws:SourceArn', 'ARN', 'resource for which an AWS service calls'), // #condition-keys-sourcearn
  one('aws:SourceAccount', 'String', 'account of the resource for which an AWS service calls'), // #condition-keys-sourceaccount
  many('aws:SourceOrgPaths', 'String', 'place in its organization of the account for which an AWS service calls'), // #condition-keys-sourceorgpaths
  one('aws:SourceOrgID', 'String', 'organization of the account for which an AWS service calls'), // #condition-keys-sourceorgid
  // Older than aws:SourceAccount, still named by Amazon SNS: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
  one(
    'aws:SourceOwner',
    'String',
    'account of the resource for which an AWS service calls; aws:SourceAccount is its successor',
  ),
  one('aws:UserAgent', 'String', 'client that the request says it comes from, which any caller can set'), // #condition-keys-useragent
  one('aws:IsMcpServiceAction', 'Bool', 'whether the action belongs to an MCP service'), // #condition-keys-ismcpserviceaction
];

function one(name: string, type: ConditionKey['types'][number], description: string): GlobalKey {
  return { name, types: [type], multivalued: false, description };
}

function many(name: string, type: ConditionKey['types'][number], description: string): GlobalKey {
  return { name, types: [type], multivalued: true, description };
}
