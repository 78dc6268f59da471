import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { APP_FOLDER, buildAssets, serverArguments } from './app_folder.js'
import { freePort } from '../../../scripts/free_port.mjs'
import { Process } from './process.js'

/** Statusphere in a process of its own, on a database of its own. */
export class App {
  #process?: Process

  private constructor(
    readonly url: string,
    readonly folder: string,
    readonly env: Record<string, string>
  ) {}

  /** @param networkEnv where the network is, as the devnet tells it */
  static async start(networkEnv: Record<string, string>): Promise<App> {
    await buildAssets()
    const folder = await mkdtemp(join(tmpdir(), 'statusphere-e2e-'))
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`

    const app = new App(url, folder, {
      ...networkEnv,
      NODE_ENV: 'development',
      TZ: 'UTC',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
      PORT: String(port),
      APP_URL: url,
      APP_KEY: randomBytes(24).toString('hex'),
      DB_PATH: join(folder, 'db.sqlite3'),
      TAP_LISTEN: 'true',
    })
    try {
      await app.#migrate()
      await app.start()
      await app.#check()
      return app
    } catch (error) {
      await app.close()
      throw error
    }
  }

  get output(): string {
    return this.#process?.output ?? ''
  }

  /** Starts again what was killed: same address, same database. */
  async start(): Promise<void> {
    this.begin()
    await this.#process!.message((message) =>
      message?.isAdonisJS && message.environment === 'web' ? true : undefined
    )
  }

  /** The same without waiting until it listens. */
  begin(): void {
    this.#process = new Process('The app', serverArguments(), { cwd: APP_FOLDER, env: this.env })
  }

  async kill(): Promise<void> {
    await this.#process?.kill()
  }

  async close(): Promise<void> {
    await this.#process?.stop()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** An app that answers nothing but errors is worth one sentence, and not a time-out in every spec. */
  async #check(): Promise<void> {
    const { status } = await fetch(this.url)
    if (status !== 200) {
      throw new Error(`The app answers its first page with ${status}:\n\n${this.output}`)
    }
  }

  #migrate(): Promise<void> {
    return new Process('migration:run', ['ace.js', 'migration:run', '--force'], {
      cwd: APP_FOLDER,
      env: this.env,
    }).finished()
  }
}
