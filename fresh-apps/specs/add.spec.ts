import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { NODE } from '../../scripts/workspace.mjs'
import { addMe } from '../harness/by_hand.js'
import { FreshApp } from '../harness/fresh_app.js'
import type { Major } from '../harness/majors.js'
import { network } from '../harness/network.js'
import { runTool } from '../harness/process.js'
import { startRegistry } from '../harness/registry.js'
import { Visitor } from '../harness/visitor.js'

const OAUTH = 'adonisjs-atproto-oauth'
const TAP = 'adonisjs-atproto-tap'

/** As in pnpm-workspace.yaml: not every mirror of the registry has what is asked for. */
const OVERRIDES = { '@atproto-labs/handle-resolver-node': '0.2.8' }

/** What is typed: AdonisJS 6 adds one package at a time, and has no flag for its "Continue?". */
const ADD: Record<Major, { command: string[]; typed: string }[]> = {
  6: [OAUTH, TAP].map((name) => ({ command: ['add', name], typed: '\n' })),
  7: [{ command: ['add', OAUTH, TAP], typed: '' }],
}

test.group('node ace add', () => {
  test('install and configure all that AdonisJS {major} lacks, with {manager}')
    .with([
      { major: 6, manager: 'npm' },
      { major: 7, manager: 'npm' },
      { major: 6, manager: 'pnpm' },
      { major: 7, manager: 'pnpm' },
    ] as const)
    .run(async ({ assert, cleanup }, { major, manager }) => {
      const registry = await startRegistry()
      cleanup(() => registry.close())
      const dir = await mkdtemp(join(tmpdir(), 'fresh-app-'))
      cleanup(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }))

      const app = await FreshApp.copy(major, dir, ['vine'])
      const manifest = JSON.parse(await app.read('package.json'))
      const overrides = { overrides: OVERRIDES, pnpm: { overrides: OVERRIDES } }
      await app.writeJson('package.json', { ...manifest, ...overrides })
      const inApp = {
        cwd: dir,
        env: {
          npm_config_registry: registry.url,
          npm_config_ignore_scripts: 'true',
          NO_COLOR: '1',
        },
      }
      await runTool(manager, ['install', '--prefer-offline'], inApp)
      await app.configureOfficial(['vine'])

      const flags = ['--stores=memory', `--url=${network.devnet.tap.url}`]
      for (const { command, typed } of ADD[major]) {
        await runTool(NODE, ['ace.js', ...command, ...flags], { ...inApp, typed })
      }
      const { dependencies } = JSON.parse(await app.read('package.json'))
      assert.containsSubset(Object.keys(dependencies), [
        '@adonisjs/auth',
        '@adonisjs/session',
        OAUTH,
        TAP,
      ])

      await app.setEnv(network.env)
      await addMe(app, 'web')
      assert.equal(await app.typeErrors(), '')
      const server = await app.serve()
      cleanup(() => server.stop())
      const account = await network.createAccount()
      const visitor = new Visitor(app.url, 'json')
      await visitor.signIn(account)
      const me = await visitor.browser.fetch('/me')
      assert.deepEqual(await me.json(), { did: account.did, handle: account.handle })
    })
    .timeout(300_000)
})
