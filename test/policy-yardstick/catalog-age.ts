/** Where AWS's verdicts differ from ours for a reason that is not in the rules, with the reason. */
export interface Difference {
  readonly finding: string;
  readonly why: string;
}

/**
 * AWS's validator, on the day it was asked, knew another list of actions, resources or keys than the catalog that is bundled here.
 */
export const catalogAge: readonly Difference[] = [];

/**
 * Policies that break a rule which other policies with the very same text are told of, and that have no verdict at all: AWS was not
 * asked about them, or leaves its own out.
 */
export const unjudged: ReadonlySet<string> = new Set([
  'AWSPartnerLedSupportReadOnlyAccess',
  'AWSSupportServiceRolePolicy',
  'AWS_ConfigRole',
  'AmazonLaunchWizard_Fullaccess',
  'ReadOnlyAccess',
  'SageMakerStudioProjectUserRolePolicy',
]);
