import { spawn } from 'node:child_process'
import { NODE, ROOT, workspaceEnv } from '../workspace.mjs'

const EXIT_WITH_PARENT = new URL('exit_with_parent.mjs', import.meta.url).href

/** Milliseconds between SIGTERM and SIGKILL. */
const SHUTDOWN_TIMEOUT = 8_000

/**
 * Starts a program on the workspace's Node.js that exits when this process does, even if it is
 * killed.
 *
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: 'inherit' | 'pipe' }} options
 */
export function startChild(args, { cwd = ROOT, env, stdio = 'pipe' } = {}) {
  const child = spawn(NODE, ['--import', EXIT_WITH_PARENT, ...args], {
    cwd,
    env: workspaceEnv(env),
    stdio: ['ignore', stdio, stdio, 'ipc'],
  })

  let stopping = false
  const ended = new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(stopping ? 0 : (code ?? 1)))
  })

  return {
    process: child,
    /** Resolves with the exit code: 0 after `stop`. */
    ended,
    stop() {
      if (stopping) return ended
      stopping = true
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), SHUTDOWN_TIMEOUT)
      return ended.finally(() => clearTimeout(timer))
    },
  }
}
