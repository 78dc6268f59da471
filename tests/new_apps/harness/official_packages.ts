import type { AppFiles } from '@tests/support/app_files'
import type { Major } from './manifest.js'

interface Recipe {
  /** What follows `node ace configure`, for each time it runs; the majors may differ. */
  configure?: string[] | Record<Major, string[]>
  dependencies: string[]
  /** What users have to fix before the app works, with or without our packages. */
  fix?(app: AppFiles, major: Major): Promise<void>
}

/** The official packages that an app can have, and how each is configured without a question. */
const OFFICIAL = {
  edge: { configure: ['edge'], dependencies: ['edge.js'] },
  vine: { configure: ['vinejs'], dependencies: ['@vinejs/vine'] },
  session: { configure: ['@adonisjs/session'], dependencies: ['@adonisjs/session'] },
  shield: { configure: ['@adonisjs/shield'], dependencies: ['@adonisjs/shield'] },
  static: { configure: ['@adonisjs/static'], dependencies: ['@adonisjs/static'] },
  cors: { configure: ['@adonisjs/cors'], dependencies: ['@adonisjs/cors'] },
  lucid: {
    configure: ['@adonisjs/lucid --db=sqlite --no-install'],
    dependencies: ['@adonisjs/lucid', 'better-sqlite3', 'luxon'],
  },
  /** Accounts with passwords, as the starter kits have them. */
  users: {
    configure: ['@adonisjs/auth --guard=session'],
    dependencies: ['@adonisjs/auth'],
    /** `@adonisjs/presets` 3.0.0 writes a model that lacks an import. */
    async fix(app, major) {
      if (major === 6) return
      const missing = "import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'"
      await app.edit('app/models/user.ts', 'import ', `${missing}\nimport `)
    },
  },
  tokens: { configure: ['@adonisjs/auth --guard=access_tokens'], dependencies: ['@adonisjs/auth'] },
  /** On AdonisJS 7 it comes with the starter kit only, and has nothing to configure. */
  inertia: {
    configure: {
      6: [
        '@adonisjs/vite --no-install',
        '@adonisjs/inertia --adapter=react --no-ssr --no-install --skip-example-route',
      ],
      7: ['@adonisjs/vite --no-install'],
    },
    dependencies: ['@adonisjs/inertia', '@adonisjs/vite'],
    /** Under pnpm, its plugin has the types of another Vite than the app. */
    async fix(app, major) {
      // As the kits have it: their client sends the token of this cookie.
      await app.edit('config/shield.ts', 'enableXsrfCookie: false', 'enableXsrfCookie: true')
      if (major === 7) return
      await app.edit('tsconfig.json', '"./inertia/**/*"', '"./inertia/**/*", "vite.config.ts"')
    },
  },
  react: { dependencies: ['@inertiajs/react', 'react', 'react-dom'] },
  vue: { dependencies: ['@inertiajs/vue3', 'vue'] },
} satisfies Record<string, Recipe>

export type OfficialPackage = keyof typeof OFFICIAL

const recipes = (has: OfficialPackage[]): Recipe[] => has.map((name) => OFFICIAL[name])

export const configureCommands = (major: Major, has: OfficialPackage[]): string[] =>
  recipes(has).flatMap(({ configure = [] }) => {
    return Array.isArray(configure) ? configure : configure[major]
  })

export const dependenciesOf = (has: OfficialPackage[]): string[] =>
  recipes(has).flatMap(({ dependencies }) => dependencies)

export async function fixAll(app: AppFiles, major: Major, has: OfficialPackage[]): Promise<void> {
  for (const { fix } of recipes(has)) await fix?.(app, major)
}
