import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AdonisApp } from '../../tests/support/adonis_app.js'
import { buildAssets, exampleFolder } from '../setup/assets.mjs'

/**
 * Builds the assets of the Statusphere app, migrates its database and starts it.
 *
 * @param {{ adonis: '6' | '7', port: number, folder: string, env: Record<string, string> }} options
 */
export async function startApp({ adonis, port, folder, env: networkEnv }) {
  mkdirSync(folder, { recursive: true })
  const url = `http://127.0.0.1:${port}`
  const app = new AdonisApp(exampleFolder(adonis), {
    ...networkEnv,
    NODE_ENV: 'development',
    TZ: 'UTC',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: url,
    APP_KEY: appKey(folder),
    DB_PATH: join(folder, 'db.sqlite3'),
    TAP_LISTEN: 'true',
  })

  await buildAssets(adonis)
  await app.migrate()
  const server = await app.serve()
  server.child.stdout.pipe(process.stdout)
  server.child.stderr.pipe(process.stderr)
  return { url, server }
}

/** Generated once, so that users stay signed in when the demo is restarted. */
function appKey(folder) {
  const file = join(folder, 'app_key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}
