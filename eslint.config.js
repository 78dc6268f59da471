import { configPkg } from '@adonisjs/eslint-config'

export default configPkg(
  {
    ignores: [
      '**/build/**',
      '**/tmp/**',
      '**/.adonisjs/**',
      '**/app/lexicons/**',
      '**/public/**',
      'docs/.vitepress/{cache,dist}/**',
    ],
  },
  {
    // The container reads a constructor's types when the app runs: `import type` would take them away.
    files: ['examples/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // In a specification `(await response.json()).did` says what it means.
    files: ['**/tests/**/*.ts', '**/*.spec.ts'],
    rules: { '@unicorn/no-await-expression-member': 'off' },
  }
)
