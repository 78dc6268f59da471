import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '../ports.js'
import type { ServerHome } from './home.js'

export interface ServerProcess extends ServerHome {
  command: string
  args: string[]
  /** Stops the server without notifying its clients. */
  signal: NodeJS.Signals
  /** The output that shows that it is ready. */
  ready: RegExp
}

const GUARD = fileURLToPath(new URL('guard.mjs', import.meta.url))

/**
 * Starts a server that ends with this process, even when that is killed.
 */
export async function startServer({ ready, ...server }: ServerProcess): Promise<void> {
  const guard = spawn(process.execPath, [GUARD, JSON.stringify(server)], {
    // In its own process group, so that a signal to ours does not end the guard before it has
    // stopped the server.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  await waitForOutput(guard, ready)
  for (const handle of [guard, guard.stdin, guard.stdout, guard.stderr]) {
    ;(handle as unknown as { unref(): void }).unref()
  }
}

/**
 * Starts a server on a port of its own. A free port may be taken by the time the server binds it:
 * then another one is used.
 */
export async function onFreePort(start: (port: number) => Promise<void>, attempts = 3) {
  const port = await freePort()
  try {
    await start(port)
    return port
  } catch (error) {
    if (attempts === 1) throw error
    return onFreePort(start, attempts - 1)
  }
}

function waitForOutput(child: ChildProcess, text: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk
      if (text.test(output)) resolve()
      // Only the start of the output says why it failed.
      if (output.length > 1e5) output = output.slice(-1e4)
    }
    child.stdout!.on('data', read)
    child.stderr!.on('data', read)
    child.on('error', reject)
    child.on('close', () => reject(new Error(`The database server did not start:\n${output}`)))
  })
}
