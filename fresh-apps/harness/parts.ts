import type { FreshApp } from './fresh_app.js'
import type { Major } from './majors.js'

interface Official {
  /** Arguments of `node ace configure`, for each time it is run; the majors may differ. */
  configure: string[][] | Record<Major, string[][]>
  dependencies: string[]
  /** What it brings along in a starter kit: a folder of `skeletons/`, behind the major. */
  skeleton?: string
  /** What a person has to put right before the app works without us. */
  mend?(app: FreshApp): Promise<void>
}

/**
 * The official packages an app can have: what stands in its package.json for each, and how it is
 * configured without a question.
 */
const PARTS = {
  edge: { configure: [['edge']], dependencies: ['edge.js'] },
  vine: { configure: [['vinejs']], dependencies: ['@vinejs/vine'] },
  session: { configure: [['@adonisjs/session']], dependencies: ['@adonisjs/session'] },
  shield: { configure: [['@adonisjs/shield']], dependencies: ['@adonisjs/shield'] },
  static: { configure: [['@adonisjs/static']], dependencies: ['@adonisjs/static'] },
  cors: { configure: [['@adonisjs/cors']], dependencies: ['@adonisjs/cors'] },
  lucid: {
    configure: [['@adonisjs/lucid', '--db=sqlite', '--no-install']],
    dependencies: ['@adonisjs/lucid', 'better-sqlite3', 'luxon'],
  },
  /** Accounts with passwords, as the starter kits have them. */
  users: {
    configure: [['@adonisjs/auth', '--guard=session']],
    dependencies: ['@adonisjs/auth'],
    /** `@adonisjs/presets` 3.0.0 forgets an import in the model it writes. */
    async mend(app) {
      const model = await app.read('app/models/user.ts')
      if (/import .*withAuthFinder/.test(model)) return
      const missing = "import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'"
      await app.write('app/models/user.ts', `${missing}\n${model}`)
    },
  },
  tokens: {
    configure: [['@adonisjs/auth', '--guard=access_tokens']],
    dependencies: ['@adonisjs/auth'],
  },
  /** AdonisJS 7 has it from the starter kit only, there is nothing to configure. */
  inertia: {
    configure: {
      6: [
        ['@adonisjs/vite', '--no-install'],
        [
          '@adonisjs/inertia',
          '--adapter=react',
          '--no-ssr',
          '--no-install',
          '--skip-example-route',
        ],
      ],
      7: [['@adonisjs/vite', '--no-install']],
    },
    dependencies: ['@adonisjs/inertia', '@adonisjs/vite', '@inertiajs/react', 'react', 'react-dom'],
    skeleton: 'inertia',
    /** Under pnpm, its plugin brings the types of another Vite than the app's. */
    async mend(app) {
      if (app.major === 7) return
      await app.edit('tsconfig.json', '"./inertia/**/*"', '"./inertia/**/*", "vite.config.ts"')
    },
  },
} satisfies Record<string, Official>

export type Part = keyof typeof PARTS

const officials = (parts: Part[]): Official[] => parts.map((part) => PARTS[part])

export const configureCommands = (major: Major, parts: Part[]): string[][] =>
  officials(parts).flatMap(({ configure }) =>
    Array.isArray(configure) ? configure : configure[major]
  )

export const dependenciesOf = (parts: Part[]): string[] =>
  officials(parts).flatMap(({ dependencies }) => dependencies)

/** The folders of `skeletons/` that make an app, the last word last. */
export const skeletonsOf = (major: Major, parts: Part[]): string[] => [
  'both',
  `adonis-${major}`,
  ...officials(parts).flatMap(({ skeleton }) => (skeleton ? `adonis-${major}-${skeleton}` : [])),
]

export async function mendAll(app: FreshApp, parts: Part[]): Promise<void> {
  for (const { mend } of officials(parts)) await mend?.(app)
}
