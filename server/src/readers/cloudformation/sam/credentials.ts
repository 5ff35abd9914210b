import type { Integration } from '../../../model/facts.ts';
import { literalOf, madeText, type TextValue } from '../../../model/text-value.ts';
import type { Span } from '../../../text/span.ts';
import { entryOf, stringOf, valueOf, type Node } from '../../../tree/node.ts';
import type { TemplateFacts } from '../template.ts';
import { at, isGiven } from './sam-template.ts';

type Credentials = Pick<Integration, 'credentials' | 'credentialsKey' | 'impliedCredentials'>;

const none: Credentials = { credentials: undefined, credentialsKey: undefined, impliedCredentials: false };

/**
 * The credentials of a function event's integration. With AWS_IAM SAM lets API Gateway call as the caller, unless InvokeRole (of the
 * event, else of the API) says otherwise: `NONE` or nothing at all takes it back, an ARN is used as it is
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-apifunctionauth.html).
 * HTTP APIs get none.
 */
export function eventCredentials(
  kind: 'rest' | 'http',
  eventAuth: Node | undefined,
  apiAuth: Node | undefined,
  key: Span,
  facts: TemplateFacts,
): Credentials {
  if (kind === 'http') return none;
  const isIam =
    stringOf(valueOf(eventAuth, 'Authorizer')) === 'AWS_IAM' ||
    (stringOf(valueOf(apiAuth, 'DefaultAuthorizer')) === 'AWS_IAM' && !isGiven(eventAuth));
  if (!isIam) return none;
  const chosen = invokeRole(eventAuth, facts) ?? invokeRole(apiAuth, facts);
  if (!chosen) {
    return { credentials: callerCredentials(key), credentialsKey: undefined, impliedCredentials: true };
  }
  const { role, credentialsKey } = chosen;
  const word = literalOf(role);
  if (word === 'NONE') return { ...none, credentialsKey };
  const credentials = word === 'CALLER_CREDENTIALS' ? callerCredentials(role.span) : role;
  return { credentials, credentialsKey, impliedCredentials: false };
}

function invokeRole(
  auth: Node | undefined,
  facts: TemplateFacts,
): { readonly role: TextValue; readonly credentialsKey: Span } | undefined {
  const entry = entryOf(auth, 'InvokeRole');
  if (!entry) return undefined;
  const credentialsKey = entry.key.span;
  const role = isGiven(entry.value) ? facts.values.text(entry.value) : undefined;
  return { role: role ?? madeText(at(entry.value?.span ?? credentialsKey), 'NONE'), credentialsKey };
}

function callerCredentials(span: Span): TextValue {
  return madeText(at(span), 'arn:', { kind: 'pseudo', name: 'AWS::Partition' }, ':iam::*:user/*');
}
