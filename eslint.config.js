import { configPkg } from '@adonisjs/eslint-config'
import importSort from 'eslint-plugin-simple-import-sort'

export default configPkg(
  {
    ignores: [
      '**/build/**',
      '**/tmp/**',
      '**/.adonisjs/**',
      '**/app/lexicons/**',
      '**/public/**',
      'docs/.vitepress/{cache,dist}/**',
      // Vite writes it while the docs are built, perhaps at the same time.
      '**/*.timestamp-*.mjs',
      // Copies from examples/statusphere, beside two files that differ.
      'examples/statusphere-v6/*/**',
      '!examples/statusphere-v6/{config,start}/',
      '!examples/statusphere-v6/config/app.ts',
      '!examples/statusphere-v6/start/env.ts',
    ],
  },
  {
    plugins: { 'import-sort': importSort },
    rules: {
      // `prettier --check` checks these files and all others.
      'prettier/prettier': 'off',
      // Node.js, packages, own files. One inner array means no blank lines between them.
      'import-sort/imports': [
        'error',
        { groups: [['^\\u0000', '^node:', '^@?\\w', '^#', '^\\.\\.', '^\\.']] },
      ],
      // Prettier wraps code, but not comments.
      '@stylistic/max-len': [
        'error',
        { code: Number.MAX_SAFE_INTEGER, comments: 100, ignoreUrls: true },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-definitions': ['error', 'interface'] },
  },
  {
    // What only a class itself uses is in its `#` fields.
    files: ['packages/*/src/**/*.ts'],
    rules: {
      '@typescript-eslint/parameter-properties': ['error', { allow: ['readonly', 'public'] }],
    },
  },
  {
    // As class expressions, like the framework's own, their declarations would import packages that
    // apps do not have.
    files: ['packages/*/src/errors.ts', 'packages/*/src/errors/*.ts'],
    rules: {
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'class', format: ['PascalCase', 'UPPER_CASE'] },
      ],
    },
  },
  {
    // The container needs the types of constructor parameters at runtime, so they are not `import type`.
    files: ['examples/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // `(await response.json()).did` is easy to read in a spec.
    files: ['**/tests/**/*.ts', '**/*.spec.ts'],
    rules: { '@unicorn/no-await-expression-member': 'off' },
  },
  {
    files: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.property.name="each"][property.name="skip"]',
          message: 'Call skipGroup(): "each.skip" skips the tests, but not the setup of the group.',
        },
      ],
    },
  }
)
