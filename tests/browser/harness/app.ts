import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AdonisApp } from '@tests/support/adonis_app'
import { freePort } from '@tests/support/ports'
import { Restartable } from '@tests/support/restartable'
import { ROOT } from '@tests/support/workspace'
import { buildAssets } from '../../../scripts/setup/assets.mjs'

/** The app under test: STATUSPHERE_APP, relative to the root, or the AdonisJS 7 one. */
export const APP_FOLDER = resolve(ROOT, process.env.STATUSPHERE_APP ?? 'examples/statusphere')

const isInstalled = (name: string) => existsSync(join(APP_FOLDER, 'node_modules', name))
export const MAJOR = isInstalled('ts-node-maintained') ? 6 : 7

/** What Statusphere needs to run from its source, whatever its database is. */
export function developmentEnv(url: string, networkEnv: Record<string, string>) {
  return {
    ...networkEnv,
    NODE_ENV: 'development',
    TZ: 'UTC',
    LOG_LEVEL: 'info',
    APP_URL: url,
    APP_KEY: randomBytes(24).toString('hex'),
    SIGN_INS_PER_MINUTE: '1000',
  }
}

let assets: Promise<void> | undefined

/** Statusphere in a process of its own, with a database of its own. */
export class App extends Restartable {
  private constructor(
    readonly url: string,
    readonly folder: string,
    readonly env: Record<string, string>
  ) {
    const launch = () => new AdonisApp(APP_FOLDER, env).startSource('bin/server.ts')
    super(launch, (started) => started.listens())
  }

  /** @param networkEnv where the network is, as the devnet returns it */
  static async start(networkEnv: Record<string, string>): Promise<App> {
    // Once for all apps of a run.
    assets ??= buildAssets(MAJOR)
    await assets
    // Not for the test that happens to be the first: the app serves many.
    const folder = await mkdtemp(join(tmpdir(), 'atproto-app-'))
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`

    const app = new App(url, folder, {
      ...developmentEnv(url, networkEnv),
      HOST: '127.0.0.1',
      PORT: String(port),
      DB_PATH: join(folder, 'db.sqlite3'),
      TAP_LISTEN: 'true',
    })
    try {
      await new AdonisApp(APP_FOLDER, app.env).migrate()
      await app.start()
      await app.#check()
      return app
    } catch (error) {
      await app.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await super.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** One error here says more than a timeout in every spec. */
  async #check(): Promise<void> {
    const { status } = await fetch(this.url)
    if (status !== 200) {
      throw new Error(`The app returned ${status} for its first page:\n\n${this.output}`)
    }
  }
}
