import { test } from '@japa/runner'
import { startDevnet } from 'adonisjs-atproto-devnet'
import AtprotoDoctor from '../../commands/atproto_doctor.js'
import { checkLocalAddress } from '../../src/doctor/checks/local_address.js'
import { checkLocalNetwork } from '../../src/doctor/checks/local_network.js'
import { createContext } from '../../src/doctor/create_context.js'
import { createApp, networkOf } from '../helpers.js'
import { runCommand } from '../run_command.js'
import { deployedApp, problems } from './deployed_app.js'

test.group('Doctor: a development setup', () => {
  test('report nothing on a running devnet, and report a server that was stopped', async ({
    assert,
    cleanup,
  }) => {
    const devnet = await startDevnet({ tap: false, accounts: [] })
    cleanup(() => devnet.close())
    const { app } = await createApp({ config: { network: networkOf(devnet) } })
    const context = await createContext(app, true)
    assert.deepEqual(await problems(checkLocalAddress, context), [])
    assert.deepEqual(await problems(checkLocalNetwork, context), [])
    assert.equal((await runCommand(app, AtprotoDoctor, '--local')).exitCode ?? 0, 0)

    await devnet.pds.stop()
    assert.deepEqual(await problems(checkLocalNetwork, context), [
      `error: "handleResolver" is ${devnet.env.ATPROTO_HANDLE_RESOLVER}, where nothing responds`,
    ])
    const { exitCode, stdout } = await runCommand(app, AtprotoDoctor, '--local', '--json')
    assert.equal(exitCode, 1)
    const { findings } = JSON.parse(stdout)
    assert.deepInclude(
      findings.find(({ status }: { status: string }) => status === 'error'),
      { check: 'Network', fix: 'Start the local network with "npx atproto-devnet"' }
    )
  })

  test('report missing tables, and a Tap server that is not running', async ({ assert }) => {
    const { app } = await createApp({ isMigrated: true })
    const health = () => Promise.reject(new Error('Nothing at http://127.0.0.1:2480'))
    app.container.singleton('tap' as never, () => ({ health }) as never)

    const { exitCode, stdout } = await runCommand(app, AtprotoDoctor, '--local', '--json')

    assert.equal(exitCode, 1)
    const { findings } = JSON.parse(stdout) as { findings: Record<string, string>[] }
    const fixes = new Map(findings.map(({ check, fix }) => [check, fix]))
    assert.match(fixes.get('Tables')!, /node ace migration:run/)
    assert.match(fixes.get('Tap')!, /^Start the Tap server/)
  })

  test('report an incomplete local network, and an app that is not running', async ({ assert }) => {
    const { app } = await createApp({ config: { network: { plcUrl: 'http://127.0.0.1:1' } } })
    const context = await createContext(app, true)
    const [half] = await problems(checkLocalNetwork, context)
    assert.equal(half, 'error: Only one of "plcUrl" and "handleResolver" is set')

    const only = (host: string) => async (url: URL | string) => {
      if (new URL(url).hostname !== host) throw new TypeError('fetch failed')
      return new Response()
    }
    const [elsewhere] = await problems(checkLocalAddress, { ...context, fetch: only('localhost') })
    assert.match(elsewhere, /^error: The app is at http:\/\/localhost:\d+, but not at http:\/\/127/)
    const [stopped] = await problems(checkLocalAddress, { ...context, fetch: only('nowhere') })
    assert.match(stopped, /^warning: Nothing is running at http:\/\/127\.0\.0\.1:\d+$/)
  })
})

test.group('atproto:doctor', () => {
  test('check a deployed app, and print each finding with its fix', async ({ assert }) => {
    const { app } = await deployedApp()
    const { exitCode, logs } = await runCommand(app, AtprotoDoctor)
    assert.equal(exitCode ?? 0, 0, logs.join('\n'))
    assert.include(logs.join('\n'), 'The strictest known server accepts the client metadata')
    assert.include(logs.join('\n'), 'Set "age" in config/session.ts to "30d"')
  })

  test('exit with 1 when the app is not deployed', async ({ assert }) => {
    const { app } = await createApp()
    const { exitCode, logs } = await runCommand(app, AtprotoDoctor)
    assert.equal(exitCode, 1)
    assert.match(logs[0], /which no account server can reach\. Set APP_URL .* with --local/)
  })
})
