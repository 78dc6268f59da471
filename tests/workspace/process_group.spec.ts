import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { test } from '@japa/runner'
import { startTcpServer } from '@tests/support/tcp_server'
import { ROOT } from '@tests/support/workspace'

/** A server to which processes connect, to see them end: their connections close. */
async function startWatch() {
  const { server, port } = await startTcpServer(() => {})
  const connected = (async () => {
    const [first]: Socket[] = await once(server, 'connection')
    const [second]: Socket[] = await once(server, 'connection')
    return [first, second].map((socket) => socket.resume())
  })()
  return { connected, script: `require('node:net').connect(${port}, '127.0.0.1')` }
}

/** A process that runs a command in a group; the command starts a process of its own. */
function startParent(script: string, beforehand = '') {
  const grandchild = `${beforehand}; ${script}`
  const child = `${beforehand}; ${script}
    require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}])`
  const parent = `
    import { runInGroup } from './scripts/process_group/run.mjs'
    const interruption = new AbortController()
    process.on('SIGINT', () => interruption.abort())
    console.log('ended with', await runInGroup(
      [process.execPath, '-e', ${JSON.stringify(child)}],
      { print: (text) => process.stdout.write(text), signal: interruption.signal }
    ))`
  return spawn(process.execPath, ['--input-type=module', '-e', parent], { cwd: ROOT })
}

const closed = (sockets: Socket[]) => Promise.all(sockets.map((socket) => once(socket, 'close')))

test.group('A process group', () => {
  test('stop all started processes when the parent gets {$self}')
    .with(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)
    .run(async ({ cleanup }, signal) => {
      const watch = await startWatch()
      const parent = startParent(watch.script)
      cleanup(() => void parent.kill('SIGKILL'))

      const sockets = await watch.connected
      parent.kill(signal)
      await closed(sockets)
    })

  test('wait for all processes to stop when interrupted', async ({ assert, cleanup }) => {
    const watch = await startWatch()
    const parent = startParent(watch.script)
    cleanup(() => void parent.kill('SIGKILL'))
    let output = ''
    parent.stdout.setEncoding('utf8').on('data', (text) => (output += text))

    const sockets = await watch.connected
    parent.kill('SIGINT')
    await Promise.all([closed(sockets), once(parent, 'close')])
    assert.equal(output, 'ended with SIGTERM\n')
  })

  test('kill processes that do not stop', async ({ cleanup }) => {
    const watch = await startWatch()
    const parent = startParent(watch.script, `process.on('SIGTERM', () => {})`)
    cleanup(() => void parent.kill('SIGKILL'))

    const sockets = await watch.connected
    parent.kill('SIGKILL')
    await closed(sockets)
  })

  test('return the exit code and the output of its command', async ({ assert }) => {
    const { runInGroup } = await import('../../scripts/process_group/run.mjs')
    let output = ''
    const exitCode = await runInGroup(
      [process.execPath, '-e', `console.log('out'); console.error('err'); process.exitCode = 3`],
      { print: (text: string) => (output += text) }
    )
    assert.equal(exitCode, 3)
    assert.sameMembers(output.trim().split('\n'), ['out', 'err'])
  })
})
