import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startChild } from '../../scripts/demo/child.mjs'
import { workspaceEnv } from '../../scripts/workspace.mjs'

const exec = promisify(execFile)

/** Longer than any one command takes on a busy machine, in milliseconds. */
const PATIENCE = 100_000

export interface Said {
  exitCode: number
  /** Both streams, in the order in which they came. */
  output: string
}

interface ToolOptions {
  cwd?: string
  env?: Record<string, string>
  /** What is typed, for a question that no flag answers. */
  typed?: string
}

/** Runs a program to its end, and rejects with what it said when it fails. */
export async function runTool(program: string, args: string[], options: ToolOptions = {}) {
  const { cwd, env, typed = '' } = options
  const running = exec(program, args, { cwd, env: workspaceEnv(env), timeout: PATIENCE })
  // A program that reads nothing may be gone before this is written: how it ended is what counts.
  running.child.stdin!.on('error', () => {}).end(typed)
  return running.catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`)
  })
}

/**
 * A Node.js program in an app's folder. It ends with the suite, has no terminal to ask anything
 * at, and what it says has no colours.
 */
export class AppProcess {
  readonly #child
  #output = ''

  constructor(cwd: string, args: string[]) {
    this.#child = startChild(args, { cwd, env: { NO_COLOR: '1' } })
    for (const stream of [this.#child.process.stdout, this.#child.process.stderr]) {
      stream!.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
  }

  get output() {
    return this.#output.trim()
  }

  /** Waits for a process that ends by itself. */
  async finished(): Promise<Said> {
    const impatient = setTimeout(() => this.#child.process.kill('SIGKILL'), PATIENCE)
    const exitCode = await this.#child.ended.finally(() => clearTimeout(impatient))
    return { exitCode, output: this.output }
  }

  /** Asks until `check` no longer throws, and not once the process has ended. */
  async until<T>(check: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + PATIENCE
    let ended = false
    this.#child.ended.then(() => (ended = true))
    for (;;) {
      try {
        return await check()
      } catch (error) {
        if (ended || Date.now() > deadline) {
          throw new Error(`The process said:\n\n${this.output}`, { cause: error })
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }

  async stop(): Promise<void> {
    await this.#child.stop()
  }
}
