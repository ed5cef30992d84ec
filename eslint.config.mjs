import { defineConfig, globalIgnores } from 'eslint/config';
import awscdk from 'eslint-plugin-awscdk';
import tseslint from 'typescript-eslint';
import { arrows } from './scripts/lint/arrows.mjs';

const root = import.meta.dirname;

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '**/cdk.out/', '.rehearsal/', '.bench/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: { root },
    plugins: { house: { rules: { arrows } } },
    rules: {
      'house/arrows': 'error',
      curly: 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-len': ['error', { code: 160, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
      'no-unneeded-ternary': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    // One program for all files; the project service, which is made for editors, takes half as long again.
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      // `main()` at the end of a program hands its rejection to Node, which prints it and exits non-zero.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreIIFE: true }],
      // Tokens print themselves; `no-base-to-string` finds the objects that do not.
      '@typescript-eslint/restrict-template-expressions': 'off',
      // A handler, or an implementation of an interface, is async whether or not it waits.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // An empty text is a real value in settings as often as it is none: the writer decides between `||` and `??`.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true }, ignoreTernaryTests: true }],
      // jsii knows maps as index signatures, and wants the type of every public member written out.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/no-inferrable-types': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    },
  },
  {
    files: ['lib/**/*.ts'],
    plugins: { awscdk },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/explicit-member-accessibility': ['error', { overrides: { constructors: 'no-public' } }],
      'no-console': 'error',
      'awscdk/no-construct-stack-suffix': 'error',
      'awscdk/no-mutable-property-of-props-interface': 'error',
      'awscdk/no-mutable-public-property-of-construct': 'error',
      'awscdk/no-parent-name-construct-id-match': ['error', { disallowContainingParentName: false }],
      'awscdk/no-unused-props': 'error',
      'awscdk/pascal-case-construct-id': 'error',
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/**/private/**', 'lib/core/internal/**'],
    rules: { 'awscdk/require-props-default-doc': 'error' },
  },
  {
    // Tests read JSON that has no type: templates, definitions, recorded requests.
    files: ['test/**/*.ts', 'rehearsal/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
