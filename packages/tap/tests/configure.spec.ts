import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import Configure from '@adonisjs/core/commands/configure'
import { IgnitorFactory } from '@adonisjs/core/factories'
import type { FileSystem } from '@japa/file-system'
import { test } from '@japa/runner'
import MakeIndexer from '../commands/make_indexer.js'
import { cleanup } from './helpers.js'

/**
 * The files of a new app that configure edits, and the app's ace.
 */
async function setup(fs: FileSystem) {
  await fs.create('.env', 'PORT=3333\n')
  // Codemods read single files, but would parse the types of all packages first, for seconds.
  await fs.createJson('tsconfig.json', {
    compilerOptions: { noLib: true, noResolve: true, types: [] },
  })
  await fs.create(
    'package.json',
    '{\n  "name": "app",\n  "type": "module",\n  "imports": {\n    "#controllers/*": "./app/controllers/*.js",\n    "#start/*": "./start/*.js"\n  }\n}\n'
  )
  await fs.create(
    'start/env.ts',
    `import { Env } from '@adonisjs/core/env'\n\nexport default await Env.create(new URL('../', import.meta.url), {\n  PORT: Env.schema.number(),\n})\n`
  )
  await fs.create(
    'adonisrc.ts',
    `import { defineConfig } from '@adonisjs/core/app'\n\nexport default defineConfig({\n  commands: [],\n  providers: [],\n  preloads: [],\n})\n`
  )

  const ignitor = new IgnitorFactory()
    .withCoreProviders()
    .withCoreConfig()
    .create(fs.baseUrl, {
      importer: (path) => import(path.startsWith('.') ? new URL(path, fs.baseUrl).href : path),
    })
  const app = ignitor.createApp('console')
  await app.init()
  await app.boot()
  cleanup(() => app.terminate())
  const ace = await app.container.make('ace')
  ace.ui.switchMode('raw')
  return ace
}

const ENTRY = new URL('../index.js', import.meta.url).href
const FILES = [
  '.env',
  'package.json',
  'start/env.ts',
  'adonisrc.ts',
  'config/tap.ts',
  'start/tap.ts',
]

test.group('Configure', (group) => {
  group.each.timeout(60_000)

  test('set up config, preload, variables and imports', async ({ assert, fs }) => {
    const ace = await setup(fs)
    const command = await ace.create(Configure, [ENTRY])
    await command.exec()
    command.assertSucceeded()

    await assert.fileContains('config/tap.ts', [
      `import { defineConfig } from 'adonisjs-atproto-tap'`,
      `url: env.get('TAP_URL')`,
      `adminPassword: env.get('TAP_ADMIN_PASSWORD')`,
      `listen: env.get('TAP_LISTEN', false)`,
    ])
    await assert.fileContains('start/tap.ts', `from 'adonisjs-atproto-tap/services/main'`)
    await assert.fileContains('adonisrc.ts', [
      `() => import('adonisjs-atproto-tap/commands')`,
      `() => import('adonisjs-atproto-tap/tap_provider')`,
      `() => import('#start/tap')`,
    ])
    await assert.fileContains('.env', [
      'TAP_URL=http://127.0.0.1:2480',
      'TAP_ADMIN_PASSWORD=',
      'TAP_LISTEN=false',
    ])
    await assert.fileContains('start/env.ts', [
      `TAP_URL: Env.schema.string({ format: 'url', tld: false })`,
      `TAP_ADMIN_PASSWORD: Env.schema.string.optional()`,
      `TAP_LISTEN: Env.schema.boolean.optional()`,
    ])
    assert.deepEqual(JSON.parse(await fs.contents('package.json')).imports, {
      '#controllers/*': './app/controllers/*.js',
      '#start/*': './start/*.js',
      '#indexers/*': './app/indexers/*.js',
      '#lexicons/*': './app/lexicons/*.js',
    })
  })

  test('keep dead letters in the database of an app with Lucid', async ({ assert, fs }) => {
    const ace = await setup(fs)
    await fs.create('config/database.ts', 'export default {}')
    const command = await ace.create(Configure, [ENTRY])
    await command.exec()
    await assert.fileContains('config/tap.ts', [
      `import { defineConfig, stores } from 'adonisjs-atproto-tap'`,
      `  deadLetters: stores.lucid(),\n})`,
    ])
    const migrations = () => readdir(join(fs.basePath, 'database/migrations'))
    const [file, ...others] = await migrations()
    assert.match(file!, /^\d+_create_atproto_tap_tables\.ts$/)
    assert.isEmpty(others)
    await assert.fileContains(`database/migrations/${file}`, [
      `import { deadLetterColumns, leaseColumns } from 'adonisjs-atproto-tap/lucid'`,
      `this.schema.createTable('atproto_tap_dead_letters', deadLetterColumns)`,
    ])
    command.assertLog('Create the tables: node ace migration:run')

    await (await ace.create(Configure, [ENTRY])).exec()
    assert.deepEqual(await migrations(), [file])
  })

  test('add no migration to an app without Lucid', async ({ assert, fs }) => {
    const ace = await setup(fs)
    await (await ace.create(Configure, [ENTRY])).exec()
    assert.notInclude(await fs.contents('config/tap.ts'), 'stores')
    await assert.fileNotExists('database/migrations')
  })

  test('change nothing when it runs again', async ({ assert, fs }) => {
    const ace = await setup(fs)
    await (await ace.create(Configure, [ENTRY])).exec()
    const once = await Promise.all(FILES.map((file) => fs.contents(file)))
    await (await ace.create(Configure, [ENTRY])).exec()
    assert.deepEqual(await Promise.all(FILES.map((file) => fs.contents(file))), once)
  })

  test('keep existing variables, and complete .env.example', async ({ assert, fs }) => {
    const ace = await setup(fs)
    await fs.create('.env.example', 'PORT=3333')
    await fs.create('.env', 'TAP_ADMIN_PASSWORD=sesame\nTAP_URL=http://tap.internal:9000\n')
    await (await ace.create(Configure, [ENTRY])).exec()
    await assert.fileContains('.env', [
      'TAP_ADMIN_PASSWORD=sesame',
      'TAP_URL=http://tap.internal:9000',
      'TAP_LISTEN=false',
    ])
    assert.equal(
      await fs.contents('.env.example'),
      'PORT=3333\nTAP_URL=http://127.0.0.1:2480\nTAP_ADMIN_PASSWORD=\nTAP_LISTEN=false\n'
    )
  })

  test('read url and listen from flags', async ({ assert, fs }) => {
    const ace = await setup(fs)
    await (
      await ace.create(Configure, [ENTRY, '--url=http://tap.internal:9000', '--listen'])
    ).exec()
    await assert.fileContains('.env', ['TAP_URL=http://tap.internal:9000', 'TAP_LISTEN=true'])
  })

  test('write nothing when --url is invalid', async ({ assert, fs }) => {
    const ace = await setup(fs)
    const before = await fs.contents('adonisrc.ts')
    const command = await ace.create(Configure, [ENTRY, '--url=tap.internal'])
    await command.exec()
    command.assertFailed()
    command.assertLog(
      '[ red(error) ] Invalid --url "tap.internal". Use the http:// or https:// address of a Tap server, without a password'
    )
    await assert.fileNotExists('config/tap.ts')
    assert.equal(await fs.contents('adonisrc.ts'), before)
  })

  test('print the import to add when package.json has imports in another style', async ({
    assert,
    fs,
  }) => {
    const ace = await setup(fs)
    const manifest = '{ "imports": { "#app/*": "./app/*.js" } }'
    await fs.create('package.json', manifest)
    const command = await ace.create(Configure, [ENTRY])
    await command.exec()
    assert.equal(await fs.contents('package.json'), manifest)
    const logs = command.ui.logger.getLogs().map(({ message }) => message)
    assert.include(logs.join('\n'), '"#indexers/*": "./app/indexers/*.js"')
  })
})

test.group('node ace make:indexer', (group) => {
  group.each.timeout(60_000)

  test('create an indexer of a collection and print its binding', async ({ assert, fs }) => {
    const ace = await setup(fs)
    const command = await ace.create(MakeIndexer, ['Status', '--collection=xyz.statusphere.status'])
    await command.exec()
    command.assertSucceeded()
    await assert.fileContains('app/indexers/status_indexer.ts', [
      `import type { RecordDeleted, RecordWritten } from 'adonisjs-atproto-tap'`,
      'export default class StatusIndexer {',
      `async put(event: RecordWritten<'xyz.statusphere.status'>) {`,
      `async delete(event: RecordDeleted<'xyz.statusphere.status'>) {`,
    ])
    command.assertLog(
      `Bind it in start/tap.ts:  tap.index('xyz.statusphere.status', () => import('#indexers/status_indexer'))`
    )
  })

  test('create an indexer of accounts', async ({ assert, fs }) => {
    const ace = await setup(fs)
    const command = await ace.create(MakeIndexer, ['account_indexer', '--identity'])
    await command.exec()
    await assert.fileContains('app/indexers/account_indexer.ts', [
      'export default class AccountIndexer {',
      'async handle(event: IdentityEvent) {',
    ])
    command.assertLog(
      `Bind it in start/tap.ts:  tap.identity(() => import('#indexers/account_indexer'))`
    )
  })

  test('create an indexer in a folder', async ({ assert, fs }) => {
    const ace = await setup(fs)
    const command = await ace.create(MakeIndexer, ['bsky/Post', '--collection=app.bsky.feed.post'])
    await command.exec()
    await assert.fileExists('app/indexers/bsky/post_indexer.ts')
    command.assertLog(
      `Bind it in start/tap.ts:  tap.index('app.bsky.feed.post', () => import('#indexers/bsky/post_indexer'))`
    )
  })

  test('fail when --collection is not an NSID', async ({ assert, fs }) => {
    const ace = await setup(fs)
    const command = await ace.create(MakeIndexer, ['Status', '--collection=statuses'])
    await command.exec()
    command.assertFailed()
    command.assertLog('[ red(error) ] "statuses" is not an NSID like xyz.statusphere.status')
    await assert.fileNotExists('app/indexers/status_indexer.ts')
  })

  test('fail when --collection and --identity are both given', async ({ fs }) => {
    const ace = await setup(fs)
    const command = await ace.create(MakeIndexer, ['Status', '-c', 'a.b.c', '--identity'])
    await command.exec()
    command.assertFailed()
    command.assertLog('[ red(error) ] Use either --collection or --identity')
  })

  test('keep an existing indexer unless --force is given', async ({ assert, fs }) => {
    const ace = await setup(fs)
    await fs.create('app/indexers/status_indexer.ts', '// mine')
    await (await ace.create(MakeIndexer, ['Status'])).exec()
    await assert.fileEquals('app/indexers/status_indexer.ts', '// mine')
    await (await ace.create(MakeIndexer, ['Status', '--force'])).exec()
    await assert.fileContains('app/indexers/status_indexer.ts', 'put(event: RecordWritten)')
  })
})
