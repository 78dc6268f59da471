import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../workspace.mjs'
import { startChild } from './child.mjs'

/** One app on two majors, each with the TypeScript loader of its own. */
const APPS = {
  6: { cwd: join(ROOT, 'examples', 'statusphere-v6'), loader: 'ts-node-maintained/register/esm' },
  7: { cwd: join(ROOT, 'examples', 'statusphere'), loader: '@poppinss/ts-exec' },
}

/**
 * Starts the Statusphere app, its assets built and its database migrated.
 *
 * @param {{ adonis: '6' | '7', port: number, folder: string, env: Record<string, string> }} options
 */
export async function startApp({ adonis, port, folder, env: networkEnv }) {
  mkdirSync(folder, { recursive: true })
  const { cwd, loader } = APPS[adonis]
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

  await finish('Building its assets', ['node_modules/vite/bin/vite.js', 'build'], { cwd, env })
  await finish('Migrating its database', ['ace.js', 'migration:run', '--force'], { cwd, env })
  const child = startChild([`--import=${loader}`, 'bin/server.ts'], { cwd, env })
  const output = collect(child.process)
  await Promise.race([
    isListening(child.process),
    child.ended.then(() => Promise.reject(new Error(`The app did not start:\n\n${output()}`))),
  ])
  child.process.stdout.pipe(process.stdout)
  child.process.stderr.pipe(process.stderr)
  return { url, ended: child.ended, stop: child.stop }
}

/** Made once, so that who is signed in stays so from one demo to the next. */
function appKey(folder) {
  const file = join(folder, 'app_key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

async function finish(what, args, options) {
  const child = startChild(args, options)
  const output = collect(child.process)
  if (await child.ended) throw new Error(`${what} failed:\n\n${output()}`)
}

/** AdonisJS tells its parent process when it is ready for requests. */
function isListening(process) {
  return new Promise((resolve) => {
    process.on('message', (message) => {
      if (message?.isAdonisJS && message.environment === 'web') resolve()
    })
  })
}

function collect(process) {
  let text = ''
  for (const stream of [process.stdout, process.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-8_000)
    })
  }
  return () => text.trim()
}
