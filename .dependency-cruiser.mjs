/** The rules of "Import rules" in docs/internals/architecture.md. Type imports count, too. */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Move what both files need to a third one.',
      severity: 'error',
      from: { pathNot: '^packages/[^/]+/tests/app/' },
      to: { circular: true },
    },
    {
      name: 'packages-are-independent',
      comment: 'Code that connects packages belongs to the app.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/(?!tests/|bench/)' },
      to: { path: ['^packages/(?!$1/)', '/adonisjs-atproto-'] },
    },
    {
      name: 'src-imports-no-services',
      comment: 'Pass it to the constructor.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: {
        path: [
          '^packages/[^/]+/(services|providers|commands|tests)/',
          '@adonisjs/[^/]+/.*services/',
        ],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)(node_modules|build|tmp|dist|cache)/' },
  },
}
