import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { freePort } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'

let running: Devnet | undefined

/**
 * The network that the tests use: a real PLC directory, PDS and Tap.
 */
export function devnet(): Devnet {
  if (!running) throw new Error('prepareEnvironment() in bin/test.ts starts the network')
  return running
}

/**
 * Starts a network, and points the app to it and to an empty database through environment
 * variables. Must run before the app boots.
 *
 * @returns a cleanup function
 */
export async function prepareEnvironment(): Promise<() => Promise<void>> {
  const folder = await tempFolder()
  const port = await freePort()

  // #region network
  running = await startDevnet({
    tap: {
      collectionFilters: ['xyz.statusphere.status', 'app.bsky.actor.profile'],
      retryTimeout: 2_000,
    },
  })

  Object.assign(process.env, running.env, {
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: `http://127.0.0.1:${port}`,
    APP_KEY: randomBytes(24).toString('hex'),
    DB_PATH: join(folder, 'db.sqlite3'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
    SIGN_INS_PER_MINUTE: '150',
  })
  // #endregion network

  return async () => {
    await running?.close()
  }
}
