/**
 * Where the verdicts differ because AWS's validator, on the day it was asked, knew another list of actions, resources or keys than the
 * catalog that is bundled here. Nothing else may differ.
 */
export const catalogAge: readonly { readonly finding: string; readonly why: string }[] = [];
