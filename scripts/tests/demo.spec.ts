import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { ROOT } from '../workspace.mjs'

const FLAGS = ['port', 'plc-port', 'pds-port', 'tap-port'] as const

async function listen(port = 0) {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port, host: '127.0.0.1', exclusive: true }, resolve)
  })
  return {
    port: (server.address() as { port: number }).port,
    close: () => new Promise((done) => server.close(done)),
  }
}

async function freePorts() {
  const servers = await Promise.all(FLAGS.map(() => listen()))
  await Promise.all(servers.map((server) => server.close()))
  return servers.map(({ port }) => port)
}

async function becomesFree(port: number) {
  for (;;) {
    const server = await listen(port).catch(() => undefined)
    if (server) return server.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Flags for a demo that does not collide with one that is running. */
async function isolatedDemo(cleanup: (remove: () => Promise<void>) => void) {
  const data = await mkdtemp(join(tmpdir(), 'demo-'))
  cleanup(() => rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
  const ports = await freePorts()
  const flags = FLAGS.flatMap((flag, index) => [`--${flag}`, String(ports[index])])
  return { ports, args: ['--data', data, '--no-activity', ...flags] }
}

function runDemo(args: string[]) {
  const child = spawn(process.execPath, ['scripts/demo.mjs', ...args], { cwd: ROOT })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    child,
    ended,
    output: () => output,
    until: (text: string) =>
      until(
        child,
        () => output.includes(text),
        () => output
      ),
  }
}

async function until(child: ChildProcess, condition: () => boolean, output: () => string) {
  while (!condition()) {
    if (child.exitCode !== null)
      throw new Error(`The demo ended with ${child.exitCode}:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

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
      const demo = runDemo([flag])
      assert.equal(await demo.ended, 1)
      assert.equal(demo.output().trim(), sentence)
    })

  test('exit with an error message when a port is in use', async ({ assert }) => {
    const other = await listen()
    const demo = runDemo(['--port', String(other.port)])
    assert.equal(await demo.ended, 1)
    assert.equal(
      demo.output().trim(),
      `Port ${other.port} for the app is in use. Stop the program that uses it, or run "npm run demo -- --port N" to choose another one.`
    )
    await other.close()
  })

  test('start the network and the app on AdonisJS {$self}, and stop both on a signal')
    .with(['7', '6'])
    .run(async ({ assert, cleanup }, adonis) => {
      const { args, ports } = await isolatedDemo(cleanup)

      // Twice, because the second run starts with the data of the first.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const demo = runDemo(['--adonis', adonis, ...args])
        cleanup(() => void demo.child.kill('SIGKILL'))
        await demo.until('Press Ctrl-C to stop')
        assert.include(demo.output(), `Statusphere is running at http://127.0.0.1:${ports[0]}`)
        assert.match(demo.output(), /alice\.test +alice-password/)

        const page = await fetch(`http://127.0.0.1:${ports[0]}/`)
        assert.equal(page.status, 200)
        assert.include(await page.text(), 'Statusphere')

        demo.child.kill(signal)
        assert.equal(await demo.ended, 0)
        for (const port of ports) await (await listen(port)).close()
      }
    })

  test('stop the network and the app when the demo is killed', async ({ assert, cleanup }) => {
    const { args, ports } = await isolatedDemo(cleanup)
    const demo = runDemo(args)
    await demo.until('Press Ctrl-C to stop')
    demo.child.kill('SIGKILL')

    for (const port of ports) await becomesFree(port)
    assert.equal(demo.child.signalCode, 'SIGKILL')
  }).timeout(60_000)
})
