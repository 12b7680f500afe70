import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.local/', 'node_modules/'] },
  js.configs.recommended,
  // Files hold control characters, and reading them is our trade.
  { rules: { 'no-control-regex': 'off' } },
  // No text becomes a program, and nothing is equal to what it is not.
  {
    rules: {
      'no-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // A promise nobody waits for is how failures get lost.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Interfaces of libraries ask for a promise where we have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A rejection is what the caller handed in, and AggregateErrors and driver errors pass through untouched.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
  {
    // Vitest's matchers and parsed JSON are `any` by nature.
    files: ['**/*.test.{ts,tsx}', 'test/**/*.ts', 'bench/**/*.ts', 'chaos/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: { globals: globalsOf('console', 'process', 'module', 'URL', 'setInterval', 'clearInterval') },
  },
  {
    files: ['k8s/test/client.mjs'],
    languageOptions: { globals: globalsOf('fetch', 'FormData', 'Blob', 'AbortSignal', 'performance', 'setTimeout') },
  },
  {
    files: ['apps/admin/public/*.js'],
    languageOptions: { globals: globalsOf('document', 'localStorage', 'matchMedia') },
  },
  prettier,
);

function globalsOf(...names) {
  return Object.fromEntries(names.map((name) => [name, 'readonly']));
}
