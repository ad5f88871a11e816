import tseslint from 'typescript-eslint';
import { florin } from './scripts/lint/plugin.js';

const NO_DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' };
const NO_TOP_LEVEL_READY = {
  selector: "Program > ExpressionStatement > AwaitExpression CallExpression[callee.property.name='whenReady']",
  message: 'A top-level await of whenReady never ends: the event waits for the module.',
};

/** The sampler computes in BigInt rationals only: a statistical test cannot see a rounding error, so the syntax is forbidden. */
const EXACT_ONLY = [
  NO_DEFAULT_EXPORT,
  { selector: 'Literal[raw=/^[0-9.]/]:not([bigint])', message: 'Only bigint literals (1n) in the sampler.' },
  {
    // By name wherever it stands, so that neither another name for it nor passing it on gets through.
    selector:
      'Identifier[name=/^(Math|Number|NaN|Infinity|Date|parseFloat|parseInt|globalThis|Float16Array|Float32Array|Float64Array|DataView|asFloat)$/]',
    message: 'No floating point in the sampler.',
  },
  { selector: 'TSNumberKeyword', message: 'No numbers but bigint in the sampler.' },
  {
    selector: 'MemberExpression[property.name=/^(toFixed|toPrecision|valueOf|random|length|byteLength)$/]',
    message: 'No Number arithmetic in the sampler.',
  },
  { selector: "UnaryExpression[operator='+']", message: 'Unary plus makes a floating-point number.' },
];

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'out',
      'dist',
      'test-results',
      'tour-output',
      'coverage',
      'scripts/**/*.mjs',
      'scripts/lib/electron-shim/**',
      'scripts/lint/plugin.js',
      'eslint.config.js',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strict],
    plugins: { florin },
    rules: {
      'florin/import-law': 'error',
      'florin/explained-assertion': 'error',
      'florin/file-length': 'warn',
      'max-lines': ['error', { max: 500 }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-throw-literal': 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_TOP_LEVEL_READY],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    // Rules that need types: where a forgotten promise loses a campaign.
    files: ['bank/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}', 'shared/**/*.ts'],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './tsconfig.renderer.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  {
    files: ['bank/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}', 'shared/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness comes from node:crypto or from an injected source.' },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'fetch',
          'XMLHttpRequest',
          'WebSocket',
          'EventSource',
          'localStorage',
          'sessionStorage',
          'indexedDB',
          'alert',
          'confirm',
          'prompt',
        ].map((name) => ({ name, message: 'The page has no network, no storage and no blocking dialogs; use the bridge.' })),
      ],
    },
  },
  // The widest endpoint, for walking the contract: every narrower type would refuse some endpoint.
  { files: ['shared/contracts/http/define.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['bank/privacy/noise/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...EXACT_ONLY] } },
  { files: ['test/**/*.{ts,tsx}', 'scripts/**/*.ts'], rules: { 'no-console': 'off', 'florin/explained-assertion': 'off' } },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
