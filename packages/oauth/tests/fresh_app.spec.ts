import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { getActiveTest, test } from '@japa/runner'
import { freePort } from '@tests/support/ports'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { RUNNABLE } from './fixtures/runnable_app.js'
import { Browser } from './helpers.js'
import { createScratchApp } from './scratch_app.js'

const PACKAGE = fileURLToPath(new URL('../', import.meta.url))
const run = promisify(execFile)

test.group('Fresh app', () => {
  test('sign in to an app that was set up by configure alone', async ({ assert }) => {
    assert.isTrue(existsSync(join(PACKAGE, 'build/index.js')), 'Run "pnpm run build" first')
    const devnet = await startDevnet({ tap: false })
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

    const node = (...args: string[]) => ['--import=@poppinss/ts-exec', 'bin/app.ts', ...args]
    await run(process.execPath, node('migration:run'), { cwd: app.dir })
    const server = spawn(process.execPath, node('serve'), { cwd: app.dir, stdio: 'inherit' })
    getActiveTest()!.cleanup(async () => {
      server.kill('SIGKILL')
      await new Promise((resolve) => server.once('exit', resolve))
    })

    const browser = new Browser(`http://127.0.0.1:${port}`)
    const html = { headers: { accept: 'text/html' } }
    const page = () => browser.fetch('/oauth/login', html).then((response) => response.text())
    while (!(await page().catch(() => null)))
      await new Promise((resolve) => setTimeout(resolve, 50))

    const submit = async (path: string, fields: Record<string, string>) => {
      const [, token] = /name='_csrf' value='([^']+)'/.exec(await page())!
      const body = new URLSearchParams({ ...fields, _csrf: token })
      const response = await browser.fetch(path, { method: 'POST', body, ...html })
      return response.headers.get('location')!
    }

    await submit('/oauth/login', { input: 'nobody here' })
    assert.include(
      await page(),
      'Enter a handle like alice.example.com, a DID, or a server address'
    )
    await submit('/oauth/login', { input: 'nobody.test' })
    const unknown = await page()
    assert.include(unknown, 'No account found for &quot;nobody.test&quot;')
    assert.include(unknown, 'value="nobody.test"')

    const [alice] = devnet.accounts
    const callback = await devnet.signIn(
      await submit('/oauth/login', { input: '@Alice.test' }),
      alice
    )
    const response = await browser.fetch(callback, html)
    assert.equal(response.headers.get('location'), '/')
    assert.include(await page(), 'As @alice.test')

    await submit('/oauth/logout', {})
    assert.include(await page(), '<h1>Sign in</h1>')

    // What was written type-checks, augmentations included.
    const tsc = fileURLToPath(import.meta.resolve('typescript/lib/tsc.js'))
    const { stdout } = await run(process.execPath, [tsc, '--noEmit'], { cwd: app.dir }).catch(
      (error) => error
    )
    assert.equal(stdout, '')
  }).timeout(120_000)
})
