import { test } from '@japa/runner'
import { freePorts, isFree, takePort } from '@tests/support/ports'
import { NodeProcess } from '@tests/support/processes'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { ROOT } from '@tests/support/workspace'

const FLAGS = ['port', 'plc-port', 'pds-port', 'tap-port']

/** Flags for a demo that does not collide with one that is running. */
async function isolatedDemo() {
  const data = await tempFolder()
  const ports = await freePorts(FLAGS.length)
  const flags = FLAGS.flatMap((flag, index) => [`--${flag}`, String(ports[index])])
  return { ports, args: ['--data', data, '--no-activity', ...flags] }
}

const runDemo = (...args: string[]) =>
  NodeProcess.forTest(['scripts/demo.mjs', ...args], { cwd: ROOT })

test.group('npm run demo', () => {
  test('exit with an error message for {flag}')
    .with([
      {
        flag: '--nope',
        sentence: `Unknown option '--nope'. Run "npm run demo -- --help" to list the flags.`,
      },
      {
        flag: 'nope',
        sentence: `Unexpected argument 'nope'. Run "npm run demo -- --help" to list the flags.`,
      },
      {
        flag: '--port=http',
        sentence: 'Invalid port "http". --port expects a number from 1 to 65535.',
      },
      { flag: '--adonis=5', sentence: 'Invalid version "5". --adonis expects 6 or 7.' },
      {
        flag: '--port=2583',
        sentence: `Port 2583 is used for both the app and the PDS. Choose another one with --pds-port.`,
      },
    ])
    .run(async ({ assert }, { flag, sentence }) => {
      const { exitCode, output } = await runDemo(flag).ended
      assert.equal(exitCode, 1)
      assert.equal(output.trim(), sentence)
    })

  test('exit with an error message when a port is in use', async ({ assert }) => {
    const port = await takePort()
    const { exitCode, output } = await runDemo('--port', String(port)).ended
    assert.equal(exitCode, 1)
    assert.equal(
      output.trim(),
      `Port ${port} for the app is in use. Stop the program that uses it, or run "npm run demo -- --port N" to choose another one.`
    )
  })

  test('start the network and the app on AdonisJS {$self}, and stop both on a signal')
    .with(['7', '6'])
    .run(async ({ assert }, adonis) => {
      const { args, ports } = await isolatedDemo()

      // Twice, because the second run starts with the data of the first.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const demo = runDemo('--adonis', adonis, ...args)
        await demo.prints('Press Ctrl-C to stop')
        assert.include(demo.output, `Statusphere is running at http://127.0.0.1:${ports[0]}`)
        assert.match(demo.output, /alice\.test +alice-password/)

        const page = await fetch(`http://127.0.0.1:${ports[0]}/`)
        assert.equal(page.status, 200)
        assert.include(await page.text(), 'Statusphere')

        const { exitCode } = await demo.kill(signal)
        assert.equal(exitCode, 0)
        for (const port of ports) assert.isTrue(await isFree(port))
      }
    })

  test('stop the network and the app when the demo is killed', async ({ assert }) => {
    const { args, ports } = await isolatedDemo()
    const demo = runDemo(...args)
    await demo.prints('Press Ctrl-C to stop')

    demo.child.kill('SIGKILL')
    for (const port of ports) await until(() => isFree(port))
    assert.equal(demo.child.signalCode, 'SIGKILL')
  }).timeout(60_000)
})
