import type { ConditionElement, ConditionTest } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';

/** Keys that say when or how a request is made, never by whom, from where or to what. */
const saysWhen =
  /^aws:(?:SecureTransport|CurrentTime|EpochTime|TokenIssueTime|UserAgent|Referer|MultiFactorAuth(?:Age|Present))$/i;

/** Keys that say who calls, or from where. */
const saysWho =
  /^aws:(?:SourceIp|VpcSourceIp|SourceVpc|SourceVpce|SourceIdentity|userid|username|FederatedProvider|Principal(?:Arn|Account|OrgID|OrgPaths|Type|Tag\/.*))$/i;

/**
 * May the condition narrow what the statement acts on (a tag, a prefix, a passed-to service)? Any key may that is not known for saying
 * something else.
 */
export function mayNarrowWhat(condition: ConditionElement | undefined): boolean {
  return mayNarrow(condition, (test) => !saysWhen.test(test.key) && !saysWho.test(test.key));
}

/** May the condition narrow who calls, or from where? */
export function mayNarrowWho(condition: ConditionElement | undefined): boolean {
  return mayNarrow(condition, (test) => !saysWhen.test(test.key) && !isEveryAddress(test));
}

function mayNarrow(condition: ConditionElement | undefined, narrows: (test: ConditionTest) => boolean): boolean {
  if (!condition) return false;
  return !condition.complete || condition.tests.length === 0 || condition.tests.some(narrows);
}

/** The whole internet as a range. */
function isEveryAddress(test: ConditionTest): boolean {
  if (!/^aws:SourceIp$/i.test(test.key) || !/^IpAddress(?:IfExists)?$/i.test(test.operator)) return false;
  return test.values.some((value) => /^(?:0\.0\.0\.0|::)\/0$/.test(literalOf(value) ?? ''));
}
