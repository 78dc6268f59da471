import { randomUUID } from 'node:crypto'
import { databases, type TestDatabase } from '@tests/support/databases'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { createFolder } from '../support/folder.js'
import type { Line } from '../support/line.js'
import type { WorkerSettings } from './worker.js'
import { WorkerProcess } from './worker_process.js'

const sqlite = databases.find(({ dialect }) => dialect === 'sqlite')!

export interface SceneOptions {
  database?: TestDatabase
  /** Of the app, in milliseconds. */
  timeout?: number
}

/** An app of several processes on one database, with a real server for its accounts. */
export class Scene implements AsyncDisposable {
  readonly network: Devnet
  #settings: WorkerSettings
  #workers: WorkerProcess[] = []

  private constructor(network: Devnet, settings: WorkerSettings) {
    this.network = network
    this.#settings = settings
  }

  static async create(network: Devnet, { database = sqlite, timeout }: SceneOptions = {}) {
    return new Scene(network, {
      folder: createFolder(),
      connection: await database.create(),
      isMigrated: false,
      network: {
        plcUrl: network.env.ATPROTO_PLC_URL,
        handleResolver: network.env.ATPROTO_HANDLE_RESOLVER,
        timeout,
      },
    })
  }

  async startWorker(options: Pick<WorkerSettings, 'clock'> = {}): Promise<WorkerProcess> {
    const isMigrated = this.#workers.length > 0
    const worker = await WorkerProcess.start({ ...this.#settings, isMigrated, ...options })
    this.#workers.push(worker)
    return worker
  }

  /** The first one creates the tables. */
  async startWorkers(count: number): Promise<WorkerProcess[]> {
    const first = await this.startWorker()
    const others = Array.from({ length: count - 1 }, () => this.startWorker())
    return [first, ...(await Promise.all(others))]
  }

  /** Signs an account in and resolves to its session. */
  async signIn(worker: WorkerProcess, account = this.network.accounts[0]!): Promise<string> {
    const browser = randomUUID()
    const url = await worker.run('startSignIn', account.handle, browser)
    const callback = await this.network.signIn(url, account)
    return worker.run('finishSignIn', callback.href, browser)
  }

  /** Signs in, and lets the tokens expire. */
  async signInExpired(worker: WorkerProcess): Promise<string> {
    const sessionId = await this.signIn(worker)
    await worker.run('expire')
    return sessionId
  }

  /** Returns 0 if the stored tokens can be refreshed, for a figure. */
  async countLost(worker: WorkerProcess, sessionId: string): Promise<number> {
    await worker.run('expire')
    const [status] = await worker.run('request', sessionId, 1)
    return status === 200 ? 0 : 1
  }

  async [Symbol.asyncDispose]() {
    await this.network.faults.restoreAll()
    for (const worker of this.#workers) worker.kill()
  }
}

/** Prints why requests failed, which the figure does not show. */
export function countFailures(results: (number | string)[]): number {
  const failures = results.filter((result) => result !== 200)
  for (const reason of new Set(failures)) console.error(`A request failed: ${reason}`)
  return failures.length
}

/** Counts the refreshes that the server accepted. One without a nonce was refused first. */
export const countRefreshes = ({ statuses }: { statuses: readonly number[] }) =>
  statuses.filter((status) => status === 200).length

/** A line in a scene of its own. */
export function sceneLine(
  name: string,
  startNetwork: () => Promise<Devnet>,
  measure: (scene: Scene, pairs: number) => ReturnType<Line['measure']>,
  options: SceneOptions = {}
): Line {
  return {
    name,
    missing: options.database?.missing,
    async measure(pairs) {
      await using scene = await Scene.create(await startNetwork(), options)
      // Awaited here: the scene must not end before its figures are known.
      return await measure(scene, pairs)
    },
  }
}
