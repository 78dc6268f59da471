import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildAssets, exampleFolder } from '../setup/assets.mjs'
import { startChild } from './child.mjs'

/** The apps' own loaders start a thread, and every import waits for it. This one takes half. */
const LOADER = new URL('../../tests/support/typescript.mjs', import.meta.url).href

/**
 * Builds the assets of the Statusphere app, migrates its database and starts it.
 *
 * @param {{ adonis: '6' | '7', port: number, folder: string, env: Record<string, string> }} options
 */
export async function startApp({ adonis, port, folder, env: networkEnv }) {
  mkdirSync(folder, { recursive: true })
  const cwd = exampleFolder(adonis)
  const url = `http://127.0.0.1:${port}`
  const env = {
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
  }

  await buildAssets(adonis)
  const start = (...args) => startChild([`--import=${LOADER}`, ...args], { cwd, env })
  await runToEnd('migrate the database', start('bin/console.ts', 'migration:run', '--force'))
  const child = start('bin/server.ts')
  const output = captureOutput(child.process)
  await Promise.race([
    isListening(child.process),
    child.ended.then(() => Promise.reject(new Error(`Failed to start the app:\n\n${output()}`))),
  ])
  child.process.stdout.pipe(process.stdout)
  child.process.stderr.pipe(process.stderr)
  return { url, ended: child.ended, stop: child.stop }
}

/** Generated once, so that users stay signed in when the demo is restarted. */
function appKey(folder) {
  const file = join(folder, 'app_key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

async function runToEnd(task, child) {
  const output = captureOutput(child.process)
  if (await child.ended) throw new Error(`Failed to ${task}:\n\n${output()}`)
}

/** AdonisJS sends a message to its parent process when the server is ready. */
function isListening(process) {
  return new Promise((resolve) => {
    process.on('message', (message) => {
      if (message?.isAdonisJS && message.environment === 'web') resolve()
    })
  })
}

function captureOutput(process) {
  let text = ''
  for (const stream of [process.stdout, process.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-8_000)
    })
  }
  return () => text.trim()
}
