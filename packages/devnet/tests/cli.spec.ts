import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { isFree, takePort } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { withVariables } from '../src/cli/env_file.js'
import { getJson, runCli, runNode } from './helpers.js'

const FREE_PORTS = ['--plc-port', '0', '--pds-port', '0', '--tap-port', '0']
const ROOT = join(import.meta.dirname, '..')

async function devnetFoldersIn(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => name.startsWith('atproto-devnet-'))
}

test.group('Command line', () => {
  test('start, print the network, and stop at Ctrl-C', async (context) => {
    const temporary = await tempFolder()
    const args = [...FREE_PORTS, '--activity', '--accounts', 'zoe, yann.test']
    const child = runCli(args, { TMPDIR: temporary })
    await child.match(/Press Ctrl-C to stop/)
    const output = child.output
    const [, plc] = /PLC directory {2}(http:\/\/localhost:\d+)/.exec(output)!
    const [, pds] = /PDS {12}(http:\/\/localhost:\d+)/.exec(output)!
    const [, tap] = /Tap server {5}(\S+) {3}\(user admin, password devnet\)/.exec(output)!
    const [, did] = /^ {2}zoe\.test {3}zoe-password {3}(did:plc:\w+)$/m.exec(output)!

    const document = await getJson(`${plc}/${did}`)
    context.assert.equal(document.service[0].serviceEndpoint, pds)
    context.assert.include(output, `    ATPROTO_PLC_URL=${plc}\n`)
    context.assert.include(output, `    TAP_URL=${tap}\n`)
    context.assert.include(output, '  Posting now and then: robin.test, sasha.test, toni.test\n')
    // With npx, Ctrl-C sends two signals.
    child.child.kill('SIGINT')
    child.child.kill('SIGINT')

    context.assert.include(await child.ended, { exitCode: 0, signal: null })
    for (const url of [plc, pds, tap]) {
      context.assert.isTrue(await isFree(Number(new URL(url).port)), url)
    }
    context.assert.deepEqual(await devnetFoldersIn(temporary), [])
  })

  test('stop at a signal during the start', async (context) => {
    const temporary = await tempFolder()
    const child = runCli(FREE_PORTS, { TMPDIR: temporary })
    await until(async () => (await devnetFoldersIn(temporary)).length > 0)
    child.child.kill('SIGINT')

    context.assert.include(await child.ended, { exitCode: 0, signal: null })
    context.assert.deepEqual(await devnetFoldersIn(temporary), [])
  })

  test('keep everything in the given folder', async (context) => {
    const dataDir = await tempFolder()
    const dids: string[] = []
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      const child = runCli([...FREE_PORTS, '--data', dataDir, '--no-tap'])
      await child.match(/Ctrl-C/)
      context.assert.include(child.output, `  Everything is kept in ${dataDir}.`)
      dids.push(/alice-password\s+(\S+)/.exec(child.output)![1])
      child.child.kill(signal)
      context.assert.include(await child.ended, { exitCode: 0, signal: null })
    }

    context.assert.equal(dids[0], dids[1])
  })

  test('print the environment an app needs, and start nothing', async (context) => {
    const child = runCli(['--env', '--pds-port', '4000'])

    context.assert.include(await child.ended, { exitCode: 0, signal: null })
    context.assert.equal(
      child.output,
      [
        'ATPROTO_PLC_URL=http://localhost:2582',
        'ATPROTO_PDS_URL=http://localhost:4000',
        'ATPROTO_HANDLE_RESOLVER=http://localhost:4000',
        'TAP_URL=http://127.0.0.1:2480',
        'TAP_ADMIN_PASSWORD=devnet',
        '',
      ].join('\n')
    )
  })

  test('write the environment variables into a file, twice with the same result', async (context) => {
    const file = join(await tempFolder(), '.env')
    await writeFile(file, 'PORT=3333\nTAP_URL=http://127.0.0.1:1\nAPP_KEY=secret')

    const first = runCli(['--write-env', file, '--pds-port', '4000'])
    context.assert.include(await first.ended, { exitCode: 0, signal: null })
    const text = await readFile(file, 'utf8')
    const second = runCli(['--write-env', file, '--pds-port', '4000'])
    context.assert.include(await second.ended, { exitCode: 0, signal: null })

    context.assert.equal(
      text,
      [
        'PORT=3333',
        'TAP_URL=http://127.0.0.1:2480',
        'APP_KEY=secret',
        'ATPROTO_PLC_URL=http://localhost:2582',
        'ATPROTO_PDS_URL=http://localhost:4000',
        'ATPROTO_HANDLE_RESOLVER=http://localhost:4000',
        'TAP_ADMIN_PASSWORD=devnet',
        '',
      ].join('\n')
    )
    context.assert.equal(await readFile(file, 'utf8'), text)
    context.assert.equal(second.output, `${file} has these values already\n`)
  })

  test('print why it cannot write the file, and fail', async (context) => {
    const file = join(await tempFolder(), 'absent', '.env')

    const child = runCli(['--write-env', file])

    context.assert.include(await child.ended, { exitCode: 1, signal: null })
    context.assert.match(child.output, /^Cannot write .+: ENOENT.+\nPass the path of a file/)
  })

  test('print its version', async (context) => {
    const child = runCli(['--version'])
    await child.ended

    context.assert.match(child.output, /^\d+\.\d+\.\d+\n$/)
  })

  test('list every flag in the help', async (context) => {
    const { FLAGS } = await import('../src/cli/options.js')
    const child = runCli(['--help'])
    context.assert.include(await child.ended, { exitCode: 0, signal: null })

    for (const flag of Object.keys(FLAGS)) context.assert.include(child.output, `--${flag} `)
  })

  test('fail and print which port is in use', async (context) => {
    const port = await takePort()
    const child = runCli([...FREE_PORTS, '--plc-port', String(port)])

    context.assert.include(await child.ended, { exitCode: 1, signal: null })
    context.assert.equal(
      child.output,
      `Cannot start the PLC directory: port ${port} is in use\nStop the program that uses the port, or choose another port.\n`
    )
  })

  test('fail when Node.js is too old', async (context) => {
    const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`
    const child = runNode(['--import', pretend, join(ROOT, 'src/cli/main.ts')])

    context.assert.include(await child.ended, { exitCode: 1, signal: null })
    context.assert.equal(
      child.output,
      'atproto-devnet needs Node.js 22 or newer. This is 20.20.2.\n'
    )
  })
})

test.group('Environment file', () => {
  const ENV = { A: '1', B: '2' }
  const FILES: [title: string, before: string, after: string][] = [
    ['create it', '', 'A=1\nB=2\n'],
    ['append to it', 'X=0\n', 'X=0\nA=1\nB=2\n'],
    ['append after a missing final newline', 'X=0', 'X=0\nA=1\nB=2\n'],
    ['replace values where they are', 'A=0\nX=0\nexport B = "0"\n', 'A=1\nX=0\nB=2\n'],
    ['leave one line for each variable', 'A=0\nX=0\nA=3\n', 'A=1\nX=0\nB=2\n'],
    ['keep comments and empty lines', '# A=0\n\nAA=0\n', '# A=0\n\nAA=0\nA=1\nB=2\n'],
    ['keep the line endings of Windows', 'X=0\r\nA=0', 'X=0\r\nA=1\r\nB=2\r\n'],
  ]

  for (const [title, before, after] of FILES) {
    test(title, ({ assert }) => {
      assert.equal(withVariables(before, ENV), after)
      assert.equal(withVariables(after, ENV), after)
    })
  }
})

test.group('Command line flags', () => {
  const MISTAKES: [string[], string][] = [
    [['--port', '1'], 'Unknown flag --port'],
    [['-x'], 'Unknown flag -x'],
    [['start'], 'Unknown argument "start"'],
    [['--data'], 'Missing value for --data'],
    [['--data', '--activity'], 'Missing value for --data'],
    [['--activity=yes'], '--activity takes no value'],
    [['--pds-port', 'pds'], 'Invalid port "pds" for --pds-port: expected 0 (a free port) to 65535'],
    [
      ['--tap-port=65536'],
      'Invalid port "65536" for --tap-port: expected 0 (a free port) to 65535',
    ],
    [['--env', '--plc-port', '0'], '--env cannot be used with port 0'],
    [['--write-env'], 'Missing value for --write-env'],
    [['--write-env', '.env', '--tap-port', '0'], '--write-env cannot be used with port 0'],
  ]

  for (const [args, message] of MISTAKES) {
    test(`refuse ${args.join(' ')}`, async ({ assert }) => {
      const { parseCommand } = await import('../src/cli/options.js')
      assert.throws(() => parseCommand(args), message)
    })
  }

  test('fail and print one sentence when a flag is invalid', async (context) => {
    const child = runCli(['--port', '1'])

    context.assert.include(await child.ended, { exitCode: 1, signal: null })
    context.assert.equal(
      child.output,
      'Unknown flag --port\nRun "atproto-devnet --help" for the list of flags.\n'
    )
  })
})
