/** The names that `isTellingName` knows, as globs: for clients that find and watch files for us. */
export const tellingGlobs: readonly string[] = [
  '**/*.{json,jsonc,yaml,yml,template,policy,sh,bash,mk}',
  '**/{Makefile,makefile,GNUmakefile,GNUMakefile}',
];
