/** Errors that stand in the corpus and were looked at: the file is wrong, not we. */
export const knownMistakes: readonly { readonly file: string; readonly rule: string; readonly why: string }[] = [];
