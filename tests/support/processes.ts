import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { getActiveTest } from '@japa/runner'
import { eventually } from './until.js'
import { workspaceEnv } from './workspace.js'

/** Longer than any single command takes on a busy machine, in milliseconds. */
const TOOL_TIMEOUT = 100_000

/** How long a process may take to end after SIGTERM, in milliseconds. */
const STOP_TIMEOUT = 8_000

/** A parent that was killed can't stop its children, but they see its channel close. */
const END_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  `process.channel?.unref(); process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))`
)}`

interface ProcessOptions {
  cwd?: string
  env?: Record<string, string>
  /** When to end it with SIGTERM, in milliseconds. Defaults to never. */
  timeout?: number
}

interface ToolOptions extends ProcessOptions {
  input?: string
  /** The user to run as. */
  uid?: number
  gid?: number
}

export interface ProcessResult {
  exitCode: number | null
  signal: NodeJS.Signals | null
  /** Both streams, in the order in which they came. */
  output: string
}

/** Runs a program to its end and returns its standard output. Rejects when the program fails. */
export async function run(
  program: string,
  args: string[],
  { cwd, env, uid, gid, input = '', timeout = TOOL_TIMEOUT }: ToolOptions = {}
): Promise<string> {
  const options = { cwd, uid, gid, env: workspaceEnv(env), timeout, maxBuffer: 2 ** 26 }
  const running = promisify(execFile)(program, args, options)
  // A program that does not read its input may have ended before this is written.
  running.child.stdin!.on('error', () => {}).end(input)
  const { stdout } = await running.catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`)
  })
  return stdout
}

/** A Node.js process of ours. It ends with this one, even when this one is killed. */
export class NodeProcess {
  readonly child
  /** Resolves when it has ended and all its output was read. */
  readonly ended: Promise<ProcessResult>
  #output = ''

  constructor(args: string[], { cwd, env, timeout }: ProcessOptions = {}) {
    this.child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...args], {
      cwd,
      env: workspaceEnv(env),
      timeout,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        this.child.emit('output')
      })
    }
    this.ended = once(this.child, 'close').then(([exitCode, signal]) => {
      return { exitCode, signal, output: this.output }
    })
  }

  /** Starts a process that is killed when the active test is done. */
  static forTest(args: string[], options?: ProcessOptions): NodeProcess {
    const started = new NodeProcess(args, options)
    getActiveTest()!.cleanup(async () => void (await started.kill()))
    return started
  }

  get output(): string {
    return this.#output
  }

  /** Waits until the process ends, and rejects unless its exit code is 0. */
  async finished(): Promise<void> {
    const { exitCode, output } = await this.ended
    if (exitCode !== 0) throw new Error(`${this.#name} failed:\n\n${output}`)
  }

  /** Waits until the output has the text. Rejects when the process ends without it. */
  async prints(text: string): Promise<void> {
    await this.#first('output', () => this.#output.includes(text))
  }

  /** Waits until the output matches. Rejects when the process ends without it. */
  match(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#first('output', () => pattern.exec(this.#output))
  }

  /** Waits for the first message for which `read` returns something truthy, and returns that. */
  message<T>(read: (message: any) => T): Promise<NonNullable<T>> {
    return this.#first('message', read)
  }

  /** Waits until a web server of AdonisJS accepts requests. */
  listens(): Promise<boolean> {
    return this.message((message) => message?.isAdonisJS && message.environment === 'web')
  }

  /** Repeats the check until it no longer throws. Rejects when the process ends before that. */
  until<T>(check: () => Promise<T>): Promise<T> {
    return this.#whileRunning(eventually(check))
  }

  /** Sends the signal and waits for the end. SIGKILL runs no handler of the process. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<ProcessResult> {
    this.child.kill(signal)
    return this.ended
  }

  /** Ends the process with SIGTERM, and with SIGKILL when it takes too long. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_TIMEOUT)
    await this.kill('SIGTERM')
    clearTimeout(timer)
  }

  get #name(): string {
    return this.child.spawnargs.slice(3).join(' ')
  }

  /** Waits for an event at which `find` returns something. What was printed before counts, too. */
  #first<T>(event: 'output' | 'message', find: (message?: unknown) => T) {
    const { promise, resolve } = Promise.withResolvers<NonNullable<T>>()
    const look = (message?: unknown) => {
      const found = find(message)
      if (!found) return
      this.child.off(event, look)
      resolve(found)
    }
    this.child.on(event, look)
    if (event === 'output') look()
    return this.#whileRunning(promise)
  }

  async #whileRunning<T>(wait: Promise<T>): Promise<T> {
    const endedEarly = this.ended.then(({ exitCode, signal, output }) => {
      throw new Error(`${this.#name} ended early with ${exitCode ?? signal}:\n\n${output}`)
    })
    return Promise.race([wait, endedEarly])
  }
}
