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

    const files = await app.all()
    const migrations = Object.keys(files).filter((path) => path.includes('migrations'))
    assert.lengthOf(migrations, 1)
    assert.match(migrations[0], /database\/migrations\/\d+_create_atproto_oauth_tables\.ts/)
    assert.containsSubset(Object.keys(files), [
      'app/controllers/oauth_controller.ts',
      'app/middleware/auth_middleware.ts',
      'app/middleware/guest_middleware.ts',
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
    assert.include(files['start/kernel.ts'], 'adonisjs-atproto-oauth/atproto_middleware')
    assert.include(files['config/atproto_oauth.ts'], 'stores: stores.lucid(),')
    assert.include(files['config/atproto_oauth.ts'], "clientName: 'fishbowl'")
    assert.include(files['config/atproto_oauth.ts'], "guard: 'web'")
    assert.include(files['config/atproto_oauth.ts'], 'two hours by default')
    assert.match(files['start/oauth.ts'], /@adonisjs\/limiter.*\n.*post\('\/oauth\/login'/)
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
    const once = await app.all()

    const { exitCode, logs } = await app.configure('--stores=lucid')
    assert.equal(exitCode, 0, logs.join('\n'))
    assert.deepEqual(await app.all(), once)
  })

  test('add no guard to an app that has users, and keep its variables', async ({ assert }) => {
    const app = await createScratchApp({
      'config/auth.ts': KIT_AUTH,
      'config/shield.ts': 'export default {}',
      '.env':
        'PORT=4444\nHOST=0.0.0.0\nAPP_URL=https://fishbowl.example.com\nATPROTO_PRIVATE_KEY={"kid":"mine"}',
    })
    const { logs } = await app.configure('--stores=lucid')

    assert.equal(await app.read('config/auth.ts'), KIT_AUTH)
    assert.notInclude(await app.read('config/atproto_oauth.ts'), 'guard')
    assert.include(
      await app.read('start/kernel.ts'),
      "atproto: () => import('adonisjs-atproto-oauth/atproto_middleware'),"
    )
    assert.include(await app.read('resources/views/pages/oauth/login.edge'), '{{ csrfField() }}')
    assert.notProperty(await app.all(), 'app/middleware/auth_middleware.ts')

    assert.equal(
      await app.read('.env'),
      [
        'PORT=4444',
        'HOST=0.0.0.0',
        'APP_URL=https://fishbowl.example.com',
        'ATPROTO_PRIVATE_KEY={"kid":"mine"}',
        // By the configure command of @adonisjs/session, which has to keep the line before it.
        'SESSION_DRIVER=cookie',
        'ATPROTO_PLC_URL=',
        'ATPROTO_HANDLE_RESOLVER=',
        '',
      ].join('\n')
    )
    assert.isTrue(logs.some((log) => log.includes('ATPROTO_PLC_URL, ATPROTO_HANDLE_RESOLVER')))
    assert.isTrue(logs.some((log) => log.includes('protect routes with middleware.atproto()')))
    assert.include(
      await app.read('start/env.ts'),
      'Variables for configuring adonisjs-atproto-oauth'
    )
  })

  test('complete .env.example although .env has the variables, and name every edit', async ({
    assert,
  }) => {
    const app = await createScratchApp({
      '.env': 'HOST=localhost\nAPP_URL=http://127.0.0.1:4444\n',
      '.env.example': 'HOST=localhost',
    })
    const { logs } = await app.configure('--stores=memory')

    const lines = (await app.read('.env.example')).split('\n')
    assert.containsSubset(lines, ['HOST=127.0.0.1', 'APP_URL=http://127.0.0.1:3333'])
    assert.include(lines, 'ATPROTO_PRIVATE_KEY=')
    assert.equal(lines.at(-1), '')
    assert.equal(logs.filter((log) => log.includes('HOST=127.0.0.1 (was localhost)')).length, 2)
  })

  test('add a guard beside those of an app that asks for it', async ({ assert }) => {
    const app = await createScratchApp({ 'config/auth.ts': KIT_AUTH })
    const { logs } = await app.configure('--stores=lucid', '--guard')

    const auth = await app.read('config/auth.ts')
    assert.include(auth, "default: 'web'")
    assert.include(auth, "provider: sessionUserProvider({ model: () => import('#models/user') })")
    assert.match(
      auth,
      /atproto: sessionGuard\(\{\s+useRememberMeTokens: false,\s+provider: atprotoUserProvider\(\),\s+\}\)/
    )
    assert.include(await app.read('config/atproto_oauth.ts'), "guard: 'atproto'")
    assert.isTrue(
      logs.some((log) => log.includes('"auth.user" can now be the user of either guard.'))
    )

    // Once it is there, a run without the flag finds it.
    const once = await app.all()
    await app.configure('--stores=lucid')
    assert.deepEqual(await app.all(), once)
  })

  test('find the guard {$self}, whichever is the default')
    .with(["'web-app'", '"web-app"', 'accounts$2', 'web'])
    .run(async ({ assert }, key) => {
      const auth = KIT_AUTH.replaceAll(/\bweb\b/g, 'users')
        .replace(
          'guards: {',
          `guards: {\n    ${key}: sessionGuard({ provider: atprotoUserProvider() }),`
        )
        .replace(
          'export',
          `import { atprotoUserProvider } from 'adonisjs-atproto-oauth/user_provider'\nexport`
        )
      const app = await createScratchApp({ 'config/auth.ts': auth })
      await app.configure('--stores=memory', '--guard')

      assert.equal(await app.read('config/auth.ts'), auth)
      const name = key.replaceAll(/['"]/g, '')
      assert.include(await app.read('config/atproto_oauth.ts'), `guard: '${name}',`)
    })

  test('add neither guard nor auth with --no-guard', async ({ assert }) => {
    const app = await createScratchApp()
    const { exitCode } = await app.configure('--stores=memory', '--no-guard')
    assert.equal(exitCode, 0)
    assert.notProperty(await app.all(), 'config/auth.ts')
    assert.notInclude(await app.read('config/atproto_oauth.ts'), 'guard')
  })

  test('use the default without a terminal', async ({ assert }) => {
    const app = await createScratchApp()
    const { exitCode, logs } = await app.configure()
    assert.equal(exitCode, 0, logs.join('\n'))
    assert.include(await app.read('config/atproto_oauth.ts'), 'stores: stores.lucid(),')
    assert.isTrue(logs.some((log) => log.includes('No terminal to ask')))
  })

  test('ask only where to store sessions, at a terminal', async ({ assert }) => {
    const app = await createScratchApp()
    const { exitCode, logs } = await app.configureAtTerminal((prompt) => {
      prompt.trap('Where should sessions be stored?').chooseOption(1)
    })
    assert.equal(exitCode, 0, logs.join('\n'))
    assert.include(await app.read('config/atproto_oauth.ts'), 'stores: stores.memory(),')
  })

  test('render the page in the layout of the app', async ({ assert }) => {
    const app = await createScratchApp({
      'resources/views/components/layout.edge': '<main>{{{ await $slots.main() }}}</main>',
      'resources/css/app.css': '.form-container { margin: auto }',
    })
    await app.configure('--stores=memory')
    const page = await app.read('resources/views/pages/oauth/login.edge')
    assert.match(page, /^@layout\(\)\n/)
    assert.match(page, /\n@end\n$/)
    assert.notInclude(page, '<style>')
    assert.include(page, "flashMessages.get('error')")
    const controller = await app.read('app/controllers/oauth_controller.ts')
    assert.include(controller, "response.redirect(returnTo ?? '/')")
  })

  test('create a page of {adapter} for Inertia')
    .with([
      { adapter: '@inertiajs/react', file: 'inertia/pages/oauth/login.tsx' },
      { adapter: '@inertiajs/vue3', file: 'inertia/pages/oauth/login.vue' },
      { adapter: '@inertiajs/svelte', file: null },
    ])
    .run(async ({ assert }, { adapter, file }) => {
      const manifest = { '@adonisjs/inertia': '*', 'edge.js': '*', '@vinejs/vine': '*' }
      const app = await createScratchApp({
        'package.json': JSON.stringify({
          name: 'fishbowl',
          type: 'module',
          dependencies: { ...manifest, '@adonisjs/session': '*', [adapter]: '*' },
          imports: { '#generated/*': './.adonisjs/server/*.js' },
        }),
        'config/auth.ts': KIT_AUTH,
      })
      const { logs } = await app.configure('--stores=memory')

      const controller = await app.read('app/controllers/oauth_controller.ts')
      assert.include(controller, 'return inertia.location(await oauth.authorize(input))')
      const files = await app.all()
      assert.notProperty(files, 'resources/views/pages/oauth/login.edge')
      if (file) {
        assert.include(files[file], adapter)
        assert.isTrue(logs.some((log) => log.includes('run: node ace codegen')))
        assert.notMatch(files[file], /\{\{#|&#/)
      } else {
        assert.isTrue(logs.some((log) => log.includes('Create the page "oauth/login"')))
      }
    })

  test('format what it writes with the Prettier of the app, and nothing else', async ({
    assert,
  }) => {
    const untidy = 'export   const untidy = 1;\n'
    const app = await createScratchApp({
      '.prettierrc': JSON.stringify({ semi: true, singleQuote: false, tabWidth: 4 }),
      'config/untidy.ts': untidy,
    })
    await app.configure('--stores=memory')
    const config = await app.read('config/atproto_oauth.ts')
    assert.include(config, 'import env from "#start/env";')
    assert.include(config, '\n    appUrl: env.get("APP_URL"),')
    assert.equal(await app.read('config/untidy.ts'), untidy)
  })

  test('print instructions when config/auth.ts cannot be edited', async ({ assert }) => {
    const strange = `export { default } from './somewhere_else.js'\n`
    const app = await createScratchApp({ 'config/auth.ts': strange })
    const { exitCode, logs } = await app.configure('--stores=memory', '--guard')

    assert.equal(exitCode, 0)
    assert.equal(await app.read('config/auth.ts'), strange)
    assert.isTrue(logs.some((log) => log.includes('Add this guard to config/auth.ts:')))
    assert.isTrue(logs.some((log) => log.includes('provider: atprotoUserProvider(),')))
  })

  test('accept no provider of another package as ours', async ({ assert }) => {
    const theirs = KIT_AUTH.replace(
      /sessionUserProvider\(\{[^}]*\}\)/,
      'atprotoUserProvider'
    ).replace(
      'export',
      `import { atprotoUserProvider } from 'somebody-elses-oauth/auth/provider'\nexport`
    )
    assert.include(theirs, 'provider: atprotoUserProvider')
    const app = await createScratchApp({ 'config/auth.ts': theirs })
    const { logs } = await app.configure('--stores=memory', '--guard')

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
    assert.include(controller, "new URL(env.get('FRONTEND_URL'))")
    assert.notInclude(controller, 'view')
    assert.notInclude(controller, 'loginValidator')
    const files = Object.keys(await app.all())
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
    const before = await app.all()
    const { exitCode, logs } = await app.configure('--stores=memory', '--no-install')

    assert.equal(exitCode, 1)
    assert.match(
      logs.at(-1)!,
      /Install @adonisjs\/auth@\^[\d.]+ and @adonisjs\/session@\^[\d.]+, then run "node ace configure adonisjs-atproto-oauth" again/
    )
    assert.deepEqual(await app.all(), before)
  })

  test('fail with {flags} before anything is written')
    .with([
      {
        flags: '--stores=postgres',
        message: 'Invalid store "postgres". Supported stores are: lucid, memory',
      },
      {
        flags: ['--stores=memory', '--guard=accounts'],
        message: '"--guard" takes no value, and its name is "web"',
      },
      {
        flags: '--store=lucid',
        message:
          'Unknown flag "--store". Supported flags are: "--stores" (lucid, memory), "--guard", "--no-guard" and "--no-install"',
      },
    ])
    .run(async ({ assert }, { flags, message }) => {
      const app = await createScratchApp()
      const before = await app.all()
      const { exitCode, logs } = await app.configure(...[flags].flat())

      assert.equal(exitCode, 1)
      assert.lengthOf(logs, 1)
      assert.include(logs[0], message)
      assert.deepEqual(await app.all(), before)
    })

  test('ignore flags for other packages of "node ace add"', async ({ assert }) => {
    const app = await createScratchApp()
    const { exitCode, logs } = await app.configure('--db=sqlite', '--stores=memory')
    assert.equal(exitCode, 0, logs.join('\n'))
  })

  test('fail before anything is written when Lucid is not installed', async ({ assert }) => {
    const app = await createScratchApp({ 'config/database.ts': null })
    const before = await app.all()
    const { exitCode, logs } = await app.configure('--stores=lucid')

    assert.equal(exitCode, 1)
    assert.include(
      logs[0],
      'Missing config/database.ts. Run "node ace add @adonisjs/lucid" first, or use --stores=memory'
    )
    assert.deepEqual(await app.all(), before)
  })
})
