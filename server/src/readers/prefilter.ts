/** Words without which a file holds nothing of ours. */
const telling =
  /Statement|apigateway|execute-api|AWS::(?:IAM|ApiGateway|Serverless|Lambda|Organizations|SSO|EC2::VPCEndpoint)|policy-document|assume-role-policy|%22Statement%22/;

/** A cheap look before any parsing: false for a file that surely declares nothing of interest. */
export function concernsUs(_uri: string, text: string): boolean {
  return telling.test(text);
}
