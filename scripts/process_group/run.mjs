import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { ROOT, workspaceEnv } from '../workspace.mjs'

const KEEPER = fileURLToPath(new URL('keeper.mjs', import.meta.url))

/**
 * Runs a command to its end. All its processes are stopped when `signal` aborts and when this
 * process exits, even if it is killed.
 *
 * @param {string[]} command
 * @param {{ print: (text: string) => unknown, signal?: AbortSignal, env?: NodeJS.ProcessEnv,
 *   folder?: string, measure?: (processorSeconds: number | undefined) => unknown }} options
 *   `folder` is the one to run it in, relative to the root.
 * @returns {Promise<number | string>} the exit code, or the name of the signal that ended it
 */
export async function runInGroup(
  command,
  { print, signal, env = {}, folder = '.', measure = () => {} }
) {
  const keeper = spawn(process.execPath, [KEEPER, ...command], {
    cwd: join(ROOT, folder),
    env: workspaceEnv(env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Only this process reacts to Ctrl-C, and notifies the keeper.
    detached: process.platform !== 'win32',
  })
  keeper.on('message', ({ processorSeconds }) => measure(processorSeconds))
  const output = [keeper.stdout, keeper.stderr]
  for (const stream of output) stream.setEncoding('utf8').on('data', print)

  const end = () => keeper.connected && keeper.disconnect()
  if (signal?.aborted) end()
  signal?.addEventListener('abort', end)

  // A disconnected child does not emit "close".
  const [[exitCode, killedBy]] = await Promise.all([
    once(keeper, 'exit'),
    ...output.map((stream) => finished(stream)),
  ])
  signal?.removeEventListener('abort', end)
  return exitCode ?? killedBy
}
