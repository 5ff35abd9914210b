import type { TextValue } from '../model/text-value.ts';
import type { Context } from './context.ts';

/** Who asks, as IAM sees it. */
export interface Requester {
  readonly kind: 'role' | 'user' | 'anonymous' | 'account' | 'service';
  /** The ARN of the role or user; undefined when it is not known, or for those who have none. */
  readonly arn: TextValue | undefined;
  readonly account: TextValue | undefined;
  /** Of a service: `events.amazonaws.com`. */
  readonly host: string | undefined;
}

/** One request, or all that the holes in its texts stand for. */
export interface Request {
  readonly requester: Requester;
  /** `execute-api:Invoke` */
  readonly action: string;
  readonly resource: TextValue;
  readonly context: Context;
}
