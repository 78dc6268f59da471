import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { createScratchApp, KIT_AUTH } from './scratch_app.js'

test.group('Configure', (group) => {
  group.each.timeout(60_000)

  test('set up an app that has neither auth nor sessions', async ({ assert }) => {
    const app = await createScratchApp()
    const { exitCode, logs } = await app.configure('--stores=lucid')
    assert.equal(exitCode, 0, logs.join('\n'))

    const files = await app.files()
    const migrations = Object.keys(files).filter((path) => path.includes('migrations'))
    assert.lengthOf(migrations, 1)
    assert.match(migrations[0], /database\/migrations\/\d+_create_atproto_oauth_tables\.ts/)
    assert.containsSubset(Object.keys(files), [
      'app/controllers/oauth_controller.ts',
      'app/middleware/auth_middleware.ts',
      'app/validators/oauth.ts',
      'config/atproto_oauth.ts',
      'config/auth.ts',
      'config/session.ts',
      'resources/views/pages/oauth/login.edge',
      'start/oauth.ts',
    ])

    for (const entry of [
      '@adonisjs/session/session_provider',
      '@adonisjs/auth/auth_provider',
      'adonisjs-atproto-oauth/oauth_provider',
      'adonisjs-atproto-oauth/commands',
      '#start/oauth',
    ]) {
      assert.include(files['adonisrc.ts'], entry)
    }
    assert.include(files['start/kernel.ts'], '@adonisjs/session/session_middleware')
    assert.include(files['start/kernel.ts'], '@adonisjs/auth/initialize_auth_middleware')
    assert.include(files['config/atproto_oauth.ts'], 'stores: stores.lucid(),')
    assert.include(files['config/atproto_oauth.ts'], "clientName: 'fishbowl'")
    assert.include(files['config/atproto_oauth.ts'], "guard: 'web'")
    assert.include(files['.env'], 'APP_URL=http://127.0.0.1:4444')
    assert.include(files['.env'], 'HOST=127.0.0.1')
    assert.include(files['start/env.ts'], 'ATPROTO_PRIVATE_KEY: Env.schema.string.optional()')
    assert.include(
      files['resources/views/pages/oauth/login.edge'],
      "{{ flashMessages.get('error') }}"
    )
    assert.notInclude(files['resources/views/pages/oauth/login.edge'], 'csrfField')
  })

  test('change nothing when it runs again', async ({ assert }) => {
    const app = await createScratchApp({ 'config/auth.ts': KIT_AUTH })
    await app.configure('--stores=lucid')
    const once = await app.files()

    const { exitCode, logs } = await app.configure('--stores=lucid')
    assert.equal(exitCode, 0, logs.join('\n'))
    assert.deepEqual(await app.files(), once)
  })

  test('keep existing users, APP_URL and keys', async ({ assert }) => {
    const app = await createScratchApp({
      'config/auth.ts': KIT_AUTH,
      'config/shield.ts': 'export default {}',
      '.env':
        'PORT=4444\nHOST=0.0.0.0\nAPP_URL=https://fishbowl.example.com\nATPROTO_PRIVATE_KEY={"kid":"mine"}\n',
    })
    const { logs } = await app.configure('--stores=lucid')

    const auth = await app.read('config/auth.ts')
    assert.include(auth, "default: 'web'")
    assert.include(auth, "provider: sessionUserProvider({ model: () => import('#models/user') })")
    assert.match(
      auth,
      /atproto: sessionGuard\(\{\s+useRememberMeTokens: false,\s+provider: atprotoUserProvider\(\),\s+\}\)/
    )
    assert.include(
      auth,
      "import { atprotoUserProvider } from 'adonisjs-atproto-oauth/user_provider'"
    )
    assert.include(await app.read('config/atproto_oauth.ts'), "guard: 'atproto'")
    assert.include(await app.read('resources/views/pages/oauth/login.edge'), '{{ csrfField() }}')

    const env = await app.read('.env')
    assert.include(env, 'HOST=0.0.0.0')
    assert.include(env, 'APP_URL=https://fishbowl.example.com')
    assert.include(env, 'ATPROTO_PRIVATE_KEY={"kid":"mine"}')
    assert.isTrue(
      logs.some((log) =>
        log.includes(
          'Added an "atproto" guard to config/auth.ts. Make it the default if the app has no other users'
        )
      )
    )
    assert.isTrue(
      logs.some((log) => log.includes('"auth.user" can now be the user of either guard.'))
    )
    const validations = await app.read('start/env.ts')
    assert.include(validations, 'Variables for configuring adonisjs-atproto-oauth')
  })

  test('print instructions when config/auth.ts cannot be edited', async ({ assert }) => {
    const strange = `export { default } from './somewhere_else.js'\n`
    const app = await createScratchApp({ 'config/auth.ts': strange })
    const { exitCode, logs } = await app.configure('--stores=memory')

    assert.equal(exitCode, 0)
    assert.equal(await app.read('config/auth.ts'), strange)
    assert.isTrue(logs.some((log) => log.includes('Add this guard to config/auth.ts:')))
    assert.isTrue(logs.some((log) => log.includes('provider: atprotoUserProvider(),')))
  })

  test("take no other package's provider for ours", async ({ assert }) => {
    const theirs = KIT_AUTH.replace(
      /sessionUserProvider\(\{[^}]*\}\)/,
      'atprotoUserProvider'
    ).replace(
      'export',
      `import { atprotoUserProvider } from 'somebody-elses-oauth/auth/provider'\nexport`
    )
    assert.include(theirs, 'provider: atprotoUserProvider')
    const app = await createScratchApp({ 'config/auth.ts': theirs })
    const { logs } = await app.configure('--stores=memory')

    assert.equal(await app.read('config/auth.ts'), theirs)
    assert.isTrue(logs.some((log) => log.includes('Add this guard to config/auth.ts:')))
  })

  test('create no pages when Edge is not installed', async ({ assert }) => {
    const app = await createScratchApp({
      'package.json': JSON.stringify({ name: 'fishbowl', type: 'module', dependencies: {} }),
    })
    await app.configure('--stores=memory', '--no-install')

    const controller = await app.read('app/controllers/oauth_controller.ts')
    assert.include(controller, 'return { url: await oauth.authorize(input) }')
    assert.notInclude(controller, 'view')
    assert.notInclude(controller, 'loginValidator')
    const files = Object.keys(await app.files())
    assert.notInclude(files, 'app/validators/oauth.ts')
    assert.isEmpty(files.filter((path) => /\.edge$|migrations/.test(path)))
  })

  test('print the missing packages with --no-install', async ({ assert }) => {
    const app = await createScratchApp({
      'package.json': JSON.stringify({
        name: 'fishbowl',
        type: 'module',
        dependencies: { '@adonisjs/session': '*' },
      }),
    })
    const { exitCode, logs } = await app.configure('--stores=memory', '--no-install')

    assert.equal(exitCode, 0)
    const commands = logs.join('\n')
    assert.match(commands, /@adonisjs\/auth@\^\d+\.\d+\.\d+/)
    assert.notMatch(commands, /@adonisjs\/session@/)
    assert.include(await app.read('start/env.ts'), 'SESSION_DRIVER')
    assert.include(await app.read('start/kernel.ts'), '@adonisjs/session/session_middleware')
  })

  test('fail when a package cannot be imported', async ({ assert, cleanup }) => {
    const outside = await mkdtemp(join(tmpdir(), 'scratch-'))
    cleanup(() => rm(outside, { recursive: true, force: true }))
    const manifest = JSON.stringify({ name: 'fishbowl', type: 'module', dependencies: {} })
    const app = await createScratchApp({ 'package.json': manifest }, outside)
    const before = await app.files()
    const { exitCode, logs } = await app.configure('--stores=memory', '--no-install')

    assert.equal(exitCode, 1)
    assert.match(
      logs.at(-1)!,
      /Install @adonisjs\/auth@\^[\d.]+ and @adonisjs\/session@\^[\d.]+, then run "node ace configure adonisjs-atproto-oauth" again/
    )
    assert.deepEqual(await app.files(), before)
  })

  test('fail with {flags} before anything is written')
    .with([
      {
        flags: '--stores=postgres',
        message: 'Invalid store "postgres". Supported stores are: lucid, memory',
      },
      {
        flags: '--store=lucid',
        message:
          'Unknown flag "--store". Supported flags are: "--stores" (lucid, memory) and "--no-install"',
      },
    ])
    .run(async ({ assert }, { flags, message }) => {
      const app = await createScratchApp()
      const before = await app.files()
      const { exitCode, logs } = await app.configure(flags)

      assert.equal(exitCode, 1)
      assert.lengthOf(logs, 1)
      assert.include(logs[0], message)
      assert.deepEqual(await app.files(), before)
    })

  test('ignore flags for other packages of "node ace add"', async ({ assert }) => {
    const app = await createScratchApp()
    const { exitCode, logs } = await app.configure('--db=sqlite', '--stores=memory')
    assert.equal(exitCode, 0, logs.join('\n'))
  })

  test('fail before anything is written when Lucid is not installed', async ({ assert }) => {
    const app = await createScratchApp({ 'config/database.ts': null })
    const before = await app.files()
    const { exitCode, logs } = await app.configure('--stores=lucid')

    assert.equal(exitCode, 1)
    assert.include(
      logs[0],
      'Missing config/database.ts. Run "node ace add @adonisjs/lucid" first, or use --stores=memory'
    )
    assert.deepEqual(await app.files(), before)
  })
})
