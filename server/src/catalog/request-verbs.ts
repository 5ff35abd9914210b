/**
 * The verbs that a request to an API can carry, as an execute-api ARN names them: in capital letters. `ANY` is how a method is
 * configured, and never the verb of a request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export const requestVerbs: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/**
 * The verbs of `@connections`: send, status, disconnect.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 */
export const connectionVerbs: readonly string[] = ['POST', 'GET', 'DELETE'];
