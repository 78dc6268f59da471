import type { FreshApp } from './fresh_app.js'

interface Official {
  configure: string[][]
  dependencies: string[]
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
} satisfies Record<string, Official>

export type Part = keyof typeof PARTS

export const configureCommands = (parts: Part[]): string[][] =>
  parts.flatMap((part) => PARTS[part].configure)

export const dependenciesOf = (parts: Part[]): string[] =>
  parts.flatMap((part) => PARTS[part].dependencies)

export const mendsOf = (parts: Part[]) =>
  parts.flatMap((part) => (PARTS[part] as Official).mend ?? [])
