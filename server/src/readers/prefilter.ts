/** Words without which a file holds nothing of ours. */
const telling =
  /Statement|apigateway|execute-api|AWS::(?:IAM|ApiGateway|Serverless|Lambda|Organizations|SSO|EC2::VPCEndpoint|CloudFormation::Stack)|policy-document|assume-role-policy|(?:bucket|key|repository|resource|inline)-policy|aws organizations|%22Statement%22/;

/**
 * What the CDK writes beside its templates (https://docs.aws.amazon.com/cdk/v2/guide/constructs.html, the cloud assembly): the construct
 * tree with a copy of every resource, lists of artifacts and assets, answers of look-ups.
 */
const cdkFiles: readonly { readonly name: RegExp; readonly sign: RegExp }[] = [
  { name: /\/tree\.json$/, sign: /^\s*\{\s*"version"\s*:\s*"tree-/ },
  { name: /\/manifest\.json$/, sign: /"type"\s*:\s*"(?:cdk:|aws:cloudformation:stack)/ },
  { name: /\.assets\.json$/, sign: /"dockerImages"\s*:/ },
  { name: /\/cdk\.context\.json$/, sign: /^\s*\{/ },
];

/** A cheap look before any parsing: false for a file that surely declares nothing of interest. */
export function concernsUs(uri: string, text: string): boolean {
  return telling.test(text) && !cdkFiles.some(({ name, sign }) => name.test(uri) && sign.test(text));
}
