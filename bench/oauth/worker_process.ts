import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { tasks, WorkerSettings } from './worker.js'

type Tasks = typeof tasks

/**
 * A process of the app, seen from the bench.
 */
export class WorkerProcess {
  #child: ChildProcess
  #asked = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.setMaxListeners(100)
  }

  static async start(settings: WorkerSettings): Promise<WorkerProcess> {
    const child = fork(
      fileURLToPath(new URL('worker.ts', import.meta.url)),
      [JSON.stringify(settings)],
      { execArgv: ['--import=@poppinss/ts-exec', '--expose-gc'] }
    )
    const worker = new WorkerProcess(child)
    await worker.event('ready')
    return worker
  }

  /** Runs a task there. */
  async run<Name extends keyof Tasks>(
    task: Name,
    ...args: Parameters<Tasks[Name]>
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    const id = ++this.#asked
    const response = this.#message((message) => message.id === id)
    this.#child.send({ id, task, args })
    const { result, error } = await response
    if (error) throw new Error(`${task}: ${error}`)
    return result
  }

  /** Resolves when the process reports this. */
  async event(name: 'ready' | 'halted'): Promise<void> {
    await this.#message(({ event }) => event === name)
  }

  /** Stops it until `resume()`, as a paused machine would. */
  pause() {
    this.#child.kill('SIGSTOP')
  }

  resume() {
    this.#child.kill('SIGCONT')
  }

  kill() {
    this.#child.kill('SIGKILL')
  }

  /** The TypeScript loader sends messages, too. */
  #message(matches: (message: any) => boolean): Promise<any> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        this.#child.off('message', onMessage).off('exit', onExit)
        end()
      }
      const onMessage = (message: any) => {
        if (matches(message)) settle(() => resolve(message))
      }
      const onExit = () => settle(() => reject(new Error('A process of the app ended')))
      this.#child.on('message', onMessage).on('exit', onExit)
    })
  }
}
