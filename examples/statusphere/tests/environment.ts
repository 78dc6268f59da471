import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { freePort } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'

let running: Devnet | undefined

/** One test of each path: the functional tests have their servers in this process. */
const NETWORK_SUITE = 'system'

/** The network of the system tests: a real PLC directory, PDS and Tap. */
export function devnet(): Devnet {
  if (!running) throw new Error(`Only the suite "${NETWORK_SUITE}" has a network`)
  return running
}

/**
 * Points the app to an empty database, and to a network if a suite needs one, through environment
 * variables. Must run before the app boots.
 *
 * @param suites the names of those that will run, none for all
 * @returns a cleanup function
 */
export async function prepareEnvironment(suites: string[]): Promise<() => Promise<void>> {
  const folder = await tempFolder()
  const port = await freePort()
  Object.assign(process.env, {
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: `http://127.0.0.1:${port}`,
    APP_KEY: randomBytes(24).toString('hex'),
    DB_PATH: join(folder, 'db.sqlite3'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
    SIGN_INS_PER_MINUTE: '20',
    TAP_URL: 'http://127.0.0.1:2480',
  })
  if (suites.length === 0 || suites.includes(NETWORK_SUITE)) await startNetwork()

  return async () => {
    await running?.close()
  }
}

async function startNetwork() {
  // #region network
  running = await startDevnet({
    tap: {
      collectionFilters: ['xyz.statusphere.status', 'app.bsky.actor.profile'],
      retryTimeout: 2_000,
    },
  })
  Object.assign(process.env, running.env)
  // #endregion network
}
