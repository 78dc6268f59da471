import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import Configure from '@adonisjs/core/commands/configure'
import { AceFactory } from '@adonisjs/core/factories'
import { pretendTerminal } from '@tests/support/terminal'
import { tmpDir } from './helpers.js'

type Files = Record<string, string>

/** The smallest app that the official starter kits have in common. */
const SKELETON: Files = {
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
  'start/kernel.ts': `import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

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

export async function createScratchApp(files: Record<string, string | null> = {}, folder?: string) {
  const dir = folder ?? (await tmpDir())
  for (const [path, contents] of Object.entries({ ...SKELETON, ...files })) {
    if (contents === null) continue
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), contents)
  }

  return {
    dir,
    write: (path: string, contents: string) => writeFile(join(dir, path), contents),
    read: (path: string) => readFile(join(dir, path), 'utf-8'),

    /** Every file with its contents. */
    async files(): Promise<Files> {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true })
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
      const contents = paths.map(async (path) => [path, await readFile(join(dir, path), 'utf-8')])
      return Object.fromEntries(await Promise.all(contents))
    },

    /** Runs `node ace configure` and answers what it said. */
    configure: (...flags: string[]) => configure(dir, flags),

    /** The same at a terminal, where somebody chooses the answers to its questions. */
    configureAtTerminal: (answer: (prompt: Configure['prompt']) => void) =>
      configure(dir, [], answer),
  }
}

async function configure(
  dir: string,
  flags: string[],
  answer?: (prompt: Configure['prompt']) => void
) {
  pretendTerminal(answer !== undefined)
  const ace = await new AceFactory().make(pathToFileURL(`${dir}/`), {
    importer: (path) => (path === 'adonisjs-atproto-oauth' ? import('../index.js') : import(path)),
  })
  await ace.app.init()
  ace.ui.switchMode('raw')
  const command = await ace.create(Configure, ['adonisjs-atproto-oauth', ...flags])
  answer?.(command.prompt)
  await command.exec()
  return {
    exitCode: command.exitCode,
    logs: command.logger.getLogs().map(({ message }) => message),
  }
}
