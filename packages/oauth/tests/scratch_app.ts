import { pathToFileURL } from 'node:url'
import Configure from '@adonisjs/core/commands/configure'
import { AceFactory } from '@adonisjs/core/factories'
import { AppFiles } from '@tests/support/app_files'
import { pretendTerminal } from '@tests/support/terminal'
import { tmpDir } from './helpers.js'

/** The smallest app that the official starter kits have in common. */
const SKELETON: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'fishbowl',
    type: 'module',
    imports: {
      '#controllers/*': './app/controllers/*.js',
      '#validators/*': './app/validators/*.js',
      '#middleware/*': './app/middleware/*.js',
      '#models/*': './app/models/*.js',
      '#start/*': './start/*.js',
      '#config/*': './config/*.js',
    },
    dependencies: {
      '@adonisjs/auth': '*',
      '@adonisjs/session': '*',
      '@vinejs/vine': '*',
      'edge.js': '*',
    },
  }),
  // Codemods read single files, but would parse the types of all packages first, for seconds.
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'NodeNext', noLib: true, noResolve: true, types: [] },
  }),
  '.env': 'PORT=4444\nHOST=localhost\nAPP_KEY=averylongrandomsecretkeyofthescratch\n',
  '.env.example': 'PORT=4444\nHOST=localhost\n',
  'adonisrc.ts': `import { defineConfig } from '@adonisjs/core/app'

export default defineConfig({
  commands: [() => import('@adonisjs/core/commands'), () => import('@adonisjs/lucid/commands')],
  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/core/providers/hash_provider'),
    () => import('@adonisjs/core/providers/edge_provider'),
    () => import('@adonisjs/core/providers/vinejs_provider'),
    () => import('@adonisjs/lucid/database_provider'),
  ],
  preloads: [() => import('#start/kernel')],
})
`,
  'start/env.ts': `import { Env } from '@adonisjs/core/env'

export default await Env.create(new URL('../', import.meta.url), {
  PORT: Env.schema.number(),
  HOST: Env.schema.string({ format: 'host' }),
  APP_KEY: Env.schema.string(),
})
`,
  'start/kernel.ts': `import { ExceptionHandler } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(async () => ({ default: ExceptionHandler }))
server.use([])
router.use([() => import('@adonisjs/core/bodyparser_middleware')])

export const middleware = router.named({})
`,
  'config/database.ts': `import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/lucid'

export default defineConfig({
  connection: 'sqlite',
  connections: {
    sqlite: {
      client: 'better-sqlite3',
      connection: { filename: app.makePath('db.sqlite3') },
      useNullAsDefault: true,
    },
  },
})
`,
}

/** `config/auth.ts` of a starter kit with users of its own. */
export const KIT_AUTH = `import { defineConfig } from '@adonisjs/auth'
import { sessionGuard, sessionUserProvider } from '@adonisjs/auth/session'

const authConfig = defineConfig({
  default: 'web',
  guards: {
    web: sessionGuard({
      useRememberMeTokens: false,
      provider: sessionUserProvider({ model: () => import('#models/user') }),
    }),
  },
})

export default authConfig
`

/** An app in whose folder nothing runs but `node ace configure`. */
class ScratchApp extends AppFiles {
  /** Runs `node ace configure` for this package, and returns what it printed. */
  configure(...flags: string[]) {
    return this.configurePackage(['adonisjs-atproto-oauth', ...flags])
  }

  /** The same at a terminal, where somebody chooses the answers to its questions. */
  configureAtTerminal(answer: (prompt: Configure['prompt']) => void) {
    return this.configurePackage(['adonisjs-atproto-oauth'], answer)
  }

  async configurePackage(args: string[], answer?: (prompt: Configure['prompt']) => void) {
    pretendTerminal(answer !== undefined)
    const ace = await new AceFactory().make(pathToFileURL(`${this.dir}/`), {
      importer: (path) =>
        path === 'adonisjs-atproto-oauth' ? import('../index.js') : import(path),
    })
    await ace.app.init()
    ace.ui.switchMode('raw')
    const command = await ace.create(Configure, args)
    answer?.(command.prompt)
    await command.exec()
    return {
      exitCode: command.exitCode,
      logs: command.logger.getLogs().map(({ message }) => message),
    }
  }
}

export async function createScratchApp(files: Record<string, string | null> = {}, folder?: string) {
  const app = new ScratchApp(folder ?? (await tmpDir()))
  for (const [path, contents] of Object.entries({ ...SKELETON, ...files })) {
    if (contents !== null) await app.write(path, contents)
  }
  return app
}
