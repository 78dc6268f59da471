import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getActiveTest, test } from '@japa/runner'
import { freePort } from '@tests/support/ports'
import { NodeProcess } from '@tests/support/processes'
import { TestBrowser } from '@tests/support/test_browser'
import { ROOT } from '@tests/support/workspace'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { RUNNABLE, TSCONFIG } from './fixtures/runnable_app.js'
import { createScratchApp } from './scratch_app.js'

const PACKAGE = fileURLToPath(new URL('../', import.meta.url))
const COMPILER = join(ROOT, 'node_modules/@typescript/native-preview/bin/tsgo')

test.group('Fresh app', () => {
  test('sign in to an app that was set up by configure alone', async ({ assert }) => {
    assert.isTrue(existsSync(join(PACKAGE, 'build/index.js')), 'Run "pnpm run build" first')
    const devnet = await startDevnet({ tap: false, accounts: ['alice'] })
    getActiveTest()!.cleanup(() => devnet.close())

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
    const rc = await app.read('adonisrc.ts')
    await app.write(
      'adonisrc.ts',
      rc.replace(
        "() => import('@adonisjs/lucid/database_provider'),",
        "() => import('@adonisjs/lucid/database_provider'),\n    () => import('@adonisjs/session/session_provider'),\n    () => import('@adonisjs/shield/shield_provider'),"
      )
    )

    const { exitCode, logs } = await app.configure('--stores=lucid')
    assert.equal(exitCode, 0, logs.join('\n'))

    const start = (...args: string[]) =>
      NodeProcess.forTest(['--import=@tests/support/typescript', 'bin/app.ts', ...args], {
        cwd: app.dir,
      })
    await start('migration:run').finished()
    await start('serve').listens()

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
    const server = await browser.submit('/oauth/login', { input: '@Alice.test' })
    const response = await browser.fetch(await devnet.signIn(server!, alice))
    assert.equal(response.headers.get('location'), '/')
    await browser.visit('/oauth/login')
    assert.include(browser.page.toString(), 'As @alice.test')

    await browser.submit('/oauth/logout')
    await browser.visit('/oauth/login')
    assert.include(browser.page.toString(), '<h1>Sign in</h1>')

    // What was written type-checks, augmentations included.
    await app.write('tsconfig.json', TSCONFIG)
    const check = [COMPILER, '--noEmit', '--singleThreaded']
    const { output } = await new NodeProcess(check, { cwd: app.dir }).ended
    assert.equal(output, '')
  }).timeout(120_000)
})
