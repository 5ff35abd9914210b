import { readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/** Which folder of server/src may import which; test/tidy holds the same table against the code. */
const layers = JSON.parse(readFileSync(new URL('server/src/layers.json', import.meta.url), 'utf8'));

const connection = ['vscode-languageserver', 'vscode-languageserver/*', 'vscode-jsonrpc', 'vscode-jsonrpc/*'];

const layerRules = Object.entries(layers).map(([folder, below]) => {
  const forbidden = Object.keys(layers).filter((other) => other !== folder && !below.includes(other));
  const patterns = [
    {
      group: forbidden.map((other) => `**/${other}/**`),
      message: `${folder}/ may import ${below.join(', ') || 'nothing'}: see server/src/layers.json. Move what you need down, or pass it in.`,
    },
    { group: connection, message: 'Only lsp/ knows the connection: give back a value and let lsp/ convert it.' },
  ];
  return {
    files: [`server/src/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns: folder === 'lsp' ? patterns.slice(0, 1) : patterns }],
    },
  };
});

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', '.vscode-test-web/', '**/*.cjs', '*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Write a union of string literals.' },
        { selector: 'TSParameterProperty', message: 'Declare the field and assign it.' },
        { selector: 'ExportAllDeclaration', message: 'Import from the file that declares it: no barrels.' },
      ],
    },
  },
  ...layerRules,
  {
    files: ['server/src/{text,catalog}/**/*.ts', 'server/src/{tree,model,readers,graph,access,rules,features}/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'The core runs in a browser worker too: pass it in.' },
        { name: 'Buffer', message: 'The core runs in a browser worker too: use Uint8Array and TextDecoder.' },
        { name: 'console', message: 'The core is silent: return a value.' },
        { name: 'fetch', message: 'Nothing here uses a network.' },
      ],
    },
  },
  {
    // Mocha's describe and it return what nobody waits for.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: ['it', 'describe'] }] },
  },
);
