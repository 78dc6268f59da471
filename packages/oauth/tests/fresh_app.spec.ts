import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { AdonisApp } from '@tests/support/adonis_app'
import { COMPILERS } from '@tests/support/compilers'
import { freePort } from '@tests/support/ports'
import { TestBrowser } from '@tests/support/test_browser'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { RUNNABLE } from './fixtures/runnable_app.js'
import { createScratchApp } from './scratch_app.js'

const PACKAGE = fileURLToPath(new URL('../', import.meta.url))

test.group('Fresh app', () => {
  test('sign in to an app that was set up by configure alone', async ({ assert, cleanup }) => {
    assert.isTrue(existsSync(join(PACKAGE, 'build/index.js')), 'Run "pnpm run build" first')
    const devnet = await startDevnet({ tap: false, accounts: ['alice'] })
    cleanup(() => devnet.close())

    const port = await freePort()
    const app = await createScratchApp({
      ...RUNNABLE,
      '.env': [
        `PORT=${port}`,
        'HOST=localhost',
        'NODE_ENV=development',
        'APP_KEY=averylongrandomsecretkeyofthescratch',
        `ATPROTO_PLC_URL=${devnet.env.ATPROTO_PLC_URL}`,
        `ATPROTO_HANDLE_RESOLVER=${devnet.env.ATPROTO_HANDLE_RESOLVER}`,
        '',
      ].join('\n'),
    })
    // As an installed package: from its build, by its name.
    await mkdir(join(app.dir, 'node_modules'))
    await symlink(PACKAGE, join(app.dir, 'node_modules/adonisjs-atproto-oauth'))
    await app.configurePackage(['@adonisjs/session'])
    await app.configurePackage(['@adonisjs/shield'])
    const { exitCode, logs } = await app.configure('--stores=lucid')
    assert.equal(exitCode, 0, logs.join('\n'))

    const runnable = new AdonisApp(app.dir)
    await runnable.migrate()
    const server = await runnable.serve()
    cleanup(async () => void (await server.kill()))

    const browser = await new TestBrowser(`http://127.0.0.1:${port}`).visit('/oauth/login')
    await browser.submit('/oauth/login', { input: 'nobody here' })
    assert.include(
      browser.page.toString(),
      'Enter a handle like alice.example.com, a DID, or a server address'
    )
    await browser.submit('/oauth/login', { input: 'nobody.test' })
    const unknown = browser.page.toString()
    assert.include(unknown, 'No account found for &quot;nobody.test&quot;')
    assert.include(unknown, 'value="nobody.test"')

    const [alice] = devnet.accounts
    const pds = await browser.submit('/oauth/login', { input: '@Alice.test' })
    const response = await browser.fetch(await devnet.signIn(pds!, alice))
    assert.equal(response.headers.get('location'), '/')
    await browser.visit('/oauth/login')
    assert.include(browser.page.toString(), 'As @alice.test')

    await browser.submit('/oauth/logout')
    await browser.visit('/oauth/login')
    assert.include(browser.page.toString(), '<h1>Sign in</h1>')

    // What was written type-checks, augmentations included.
    await app.writeJson('tsconfig.json', {
      extends: '@adonisjs/tsconfig/tsconfig.app.json',
      compilerOptions: { rootDir: './', outDir: './build' },
    })
    const { output } = await runnable.start([...COMPILERS.native, '--noEmit']).ended
    assert.equal(output, '')
  }).timeout(120_000)
})
