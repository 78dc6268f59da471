import { test } from '@japa/runner'
import { run } from '@tests/support/processes'
import { tempFolder } from '@tests/support/temp_folder'
import type { Kit } from './harness/kits.js'
import { type Major, OVERRIDES } from './harness/manifest.js'
import { NewApp } from './harness/new_app.js'
import { startRegistry } from './harness/registry.js'
import { devnet } from './harness/suite.js'
import { Visitor } from './harness/visitor.js'

/** The smallest app: no database, no users, no sessions, no page. */
const kit = (major: Major): Kit => ({
  name: 'add',
  major,
  has: ['vine'],
  skeletons: [],
  page: 'none',
})

const OAUTH = 'adonisjs-atproto-oauth'
const TAP = 'adonisjs-atproto-tap'

/**
 * The commands. AdonisJS 6 adds one package at a time, and has no flag to skip its "Continue?"
 * prompt.
 */
const ADD: Record<Major, { command: string[]; input: string }[]> = {
  6: [OAUTH, TAP].map((name) => ({ command: ['add', name], input: '\n' })),
  7: [{ command: ['add', OAUTH, TAP], input: '' }],
}

test.group('node ace add', (group) => {
  let env: Record<string, string>

  group.setup(async () => {
    const registry = await startRegistry()
    env = {
      npm_config_registry: registry.url,
      // The other packages come from where the real registry has them, or from the cache.
      npm_config_replace_registry_host: 'never',
      npm_config_prefer_offline: 'true',
      npm_config_ignore_scripts: 'true',
      npm_config_audit: 'false',
      NO_COLOR: '1',
    }
    return () => registry.close()
  })

  test('install and configure everything on AdonisJS {major} with {manager}')
    .with([
      { major: 6, manager: 'npm' },
      { major: 7, manager: 'npm' },
      // Its "install -D" without a name would remove all other packages.
      { major: 6, manager: 'pnpm' },
    ] as const)
    .run(async ({ assert, cleanup }, { major, manager }) => {
      const app = await NewApp.scaffold(kit(major), await tempFolder())
      const manifest = await app.readJson('package.json')
      const overrides = { overrides: OVERRIDES, pnpm: { overrides: OVERRIDES } }
      await app.writeJson('package.json', { ...manifest, ...overrides })
      const inApp = { cwd: app.dir, env }
      await run(manager, ['install'], inApp)
      await app.configureOfficial()

      const flags = ['--stores=memory', `--url=${devnet.env.TAP_URL}`]
      await app.withoutTypes(async () => {
        for (const { command, input } of ADD[major]) {
          await run(process.execPath, ['ace.js', ...command, ...flags], {
            ...inApp,
            input,
            timeout: 200_000,
          })
        }
      })
      const { dependencies } = await app.readJson('package.json')
      assert.containsSubset(Object.keys(dependencies), [
        '@adonisjs/auth',
        '@adonisjs/session',
        OAUTH,
        TAP,
      ])

      await app.setEnv(devnet.env)
      assert.equal(await app.typeErrors(), '')
      const server = await app.serve()
      cleanup(() => server.stop())
      const account = await devnet.createAccount()
      const visitor = new Visitor(app.url, 'none')
      await visitor.signIn(account)
      assert.equal(await visitor.signedInPage(), `@${account.handle}`)
    })
    .timeout(300_000)
})
