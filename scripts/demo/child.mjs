import { spawn } from 'node:child_process'
import { NODE, ROOT, workspaceEnv } from '../workspace.mjs'

const DIE_WITH_PARENT = new URL('die_with_parent.mjs', import.meta.url).href

/** How long a child may take to close what it holds before it is ended for good, in milliseconds. */
const PATIENCE = 8_000

/**
 * Starts a program on the workspace's Node.js that ends when this process does, however that comes about.
 *
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: 'inherit' | 'pipe' }} options
 */
export function startChild(args, { cwd = ROOT, env, stdio = 'pipe' } = {}) {
  const child = spawn(NODE, ['--import', DIE_WITH_PARENT, ...args], {
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
    /** Settles with the exit code: 0 where the end was asked for. */
    ended,
    stop() {
      if (stopping) return ended
      stopping = true
      child.kill('SIGTERM')
      const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
      return ended.finally(() => clearTimeout(impatient))
    },
  }
}
