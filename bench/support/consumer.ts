import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a consumer measures of itself. */
export interface Measured {
  /** Events that its handler has seen, repeats included. */
  handled: number
  /** When it opened the connection, in milliseconds since the epoch. */
  startedAt: number
  /** Milliseconds from opening the connection to the end of the last handler. */
  elapsed: number
  /** Milliseconds of processor time, user and system, in the same span. */
  cpu: number
  /** Bytes of resident memory before anything was received, and the most there was since. */
  idleMemory: number
  peakMemory: number
  /**
   * Milliseconds from the server's write to the handler, of each event that says when it was sent.
   */
  latencies: number[]
  /** Measured after all events were dealt with. */
  silence?: {
    /** Events that still arrived. */
    received: number
    /** Share of one core, in percent. */
    cpu: number
  }
  /** Milliseconds by which some events were dealt with later than the others. */
  later?: number
}

export interface ConsumerOptions {
  nodeOptions?: string[]
  timeout?: number
  onFork?(child: ChildProcess): void
}

/**
 * Runs a client in a process of its own, so that its processor time and memory can be measured.
 *
 * @param file - A module of `consumers`, which sends a `Measured` to its parent and exits
 * @param settings - Passed to the consumer as JSON
 */
export function runConsumer(
  file: URL,
  settings: object,
  { nodeOptions = [], timeout = 120_000, onFork }: ConsumerOptions = {}
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(file), [JSON.stringify(settings)], {
      execArgv: ['--import=@poppinss/ts-exec', ...nodeOptions],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    onFork?.(child)
    let errors = ''
    child.stderr!.setEncoding('utf8').on('data', (text) => (errors += text))
    const timer = setTimeout(() => {
      reject(new Error(`The consumer was not done after ${timeout / 1000} s`))
      child.kill('SIGKILL')
    }, timeout)
    child.on('message', (measured: Measured) => {
      resolve(measured)
      child.kill('SIGKILL')
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const last = errors.trimEnd().split('\n').slice(-5).join('\n')
      reject(new Error(`The consumer ended with ${code ?? signal} and no figure\n${last}`))
    })
  })
}
