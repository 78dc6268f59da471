import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { freePort } from '@tests/support/ports'
import { NodeProcess } from '@tests/support/processes'
import { LOADER, ROOT } from '@tests/support/workspace'
import { type Devnet, DevnetBrowser } from 'adonisjs-atproto-devnet'
import { createFolder } from '../support/folder.js'

const SOURCE = join(ROOT, 'examples', 'statusphere')
const BUILD = join(SOURCE, 'build')
const PROBE = new URL('probe.mjs', import.meta.url).href

export interface Usage {
  /** Processor time in milliseconds, user and system. */
  cpu: number
  /** The longest time for which the process did nothing else, in milliseconds. */
  longestBlock: number
}

/** Statusphere as it runs in production: built, in one web process that also listens to Tap. */
export class App {
  readonly url: string
  /** Of a browser that is signed in. */
  cookie = ''
  readonly #env: Record<string, string>
  #process?: NodeProcess

  private constructor(port: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`
    this.#env = env
  }

  static async start(devnet: Devnet, tapUrl: string): Promise<App> {
    await new NodeProcess(['ace.js', 'build'], { cwd: SOURCE }).finished()
    const port = await freePort()
    const app = new App(port, {
      ...devnet.env,
      TZ: 'UTC',
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      PORT: String(port),
      APP_KEY: randomBytes(24).toString('hex'),
      DB_PATH: join(createFolder(), 'db.sqlite3'),
      TAP_URL: tapUrl,
    })
    await app.#signIn(devnet)
    await app.#begin(['--import', PROBE, 'bin/server.js'], BUILD, {
      ...app.#env,
      NODE_ENV: 'production',
      APP_URL: 'https://statusphere.example',
      ATPROTO_PRIVATE_KEY: createKey(),
      TAP_LISTEN: 'true',
    })
    return app
  }

  async usage(): Promise<Usage> {
    const usage = this.#process!.message<Usage>((message) => message?.usage)
    this.#process!.child.send('usage')
    return usage
  }

  async stop(): Promise<void> {
    await this.#process?.kill()
  }

  /** A client at a loopback address can sign in for real, but not in production. */
  async #signIn(devnet: Devnet) {
    const development = { ...this.#env, NODE_ENV: 'development', APP_URL: this.url }
    const migration = ['ace.js', 'migration:run', '--force']
    await new NodeProcess(migration, { cwd: SOURCE, env: development }).finished()
    await this.#begin([`--import=${LOADER}`, 'bin/server.ts'], SOURCE, development)

    const browser = new DevnetBrowser(devnet.pds.url)
    const [alice] = devnet.accounts
    const login = await browser.fetch(`${this.url}/login`)
    const page = await login.text()
    const token = /name=['"]_csrf['"] value=['"]([^'"]+)/.exec(page)![1]!
    const body = new URLSearchParams({ _csrf: token, handle: alice!.handle })
    const redirect = await browser.fetch(`${this.url}/login`, { method: 'POST', body })
    const callback = await browser.signIn(redirect.headers.get('location')!, alice!)
    const signedIn = await browser.fetch(callback)
    this.cookie = signedIn.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
    await this.#process!.kill()
  }

  async #begin(args: string[], cwd: string, env: Record<string, string>) {
    this.#process = new NodeProcess(args, { cwd, env })
    await this.#process.listens()
  }
}

/** Production requires a key, though no request of the bench uses it. */
function createKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256' })
}
