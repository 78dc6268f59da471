import { defineConfig } from 'vitepress'
import { findDeadAnchors } from './checks/anchors.ts'
import { checks } from './checks/main.ts'
import { imports } from './imports.ts'
import { snippets } from './snippets.ts'

export default defineConfig({
  lang: 'en',
  title: 'AdonisJS AT Protocol',
  description: 'Sign in with AT Protocol accounts, index records, and run a local network',
  srcExclude: ['README.md'],
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }]],

  async buildEnd({ outDir }) {
    const problems = await findDeadAnchors(outDir)
    if (problems.length) throw new Error(problems.join('\n'))
  },

  markdown: {
    theme: { light: 'github-light', dark: 'github-dark' },
    config: (md) => void md.use(snippets).use(imports).use(checks),
  },

  themeConfig: {
    logo: '/logo.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      {
        text: 'Guide',
        link: '/demo',
        activeMatch:
          '^/(demo|sign-in|own-users|api-frontends|accounts|jobs|security|testing|production|index-records|devnet|moving)',
      },
      { text: 'Internals', link: '/internals/architecture', activeMatch: '^/internals/' },
    ],
    sidebar: [
      {
        text: 'Introduction',
        items: [
          { text: 'Overview', link: '/' },
          { text: 'The demo', link: '/demo' },
        ],
      },
      {
        text: 'Guide',
        items: [
          { text: 'Sign in', link: '/sign-in' },
          { text: 'Beside your own users', link: '/own-users' },
          { text: 'API and frontend', link: '/api-frontends' },
          { text: 'Accounts in your app', link: '/accounts' },
          { text: 'Jobs', link: '/jobs' },
          { text: 'Security', link: '/security' },
          { text: 'Testing', link: '/testing' },
          { text: 'Production', link: '/production' },
          { text: 'Index records', link: '/index-records' },
          { text: 'Local network', link: '/devnet' },
          { text: 'Migration guide', link: '/moving' },
        ],
      },
      {
        text: 'Internals',
        items: [
          { text: 'Architecture', link: '/internals/architecture' },
          { text: 'Sign-in pages of the kits', link: '/internals/sign-in-pages' },
          { text: 'Defects of sign-in', link: '/internals/sign-in-defects' },
          { text: 'Figures of sign-in', link: '/internals/sign-in-figures' },
          { text: 'Figures of Statusphere', link: '/internals/statusphere-figures' },
          { text: 'Figures of ingestion', link: '/internals/ingestion-figures' },
        ],
      },
    ],
    docFooter: { prev: 'Previous', next: 'Next' },
    footer: { message: 'MIT license' },
  },
})
