import { type ChildProcess, fork } from 'node:child_process'
import { on, once } from 'node:events'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type TestDatabase } from '@tests/support/databases'
import { freePort } from '@tests/support/ports'
import { type Devnet, DevnetBrowser } from 'adonisjs-atproto-devnet'
import { createFolder } from '../support/folder.js'
import type { Line } from '../support/line.js'
import type { PageServerSettings, PageServerUsage } from './page_server.js'

const REQUESTS = 3_000
const AT_ONCE = 10

/** A sign-in has run much that pages don't use, and the compiler is busy for a while after it. */
const WARM_UPS = 4

/**
 * A page that knows who is signed in, behind our user provider and behind AdonisJS's own for Lucid.
 */
export function createPageLine(database: TestDatabase, startNetwork: () => Promise<Devnet>): Line {
  return {
    name: `signed-in page (${database.name})`,
    missing: database.missing,
    async measure(pairs) {
      const network = await startNetwork()
      const ours = await PageServer.start('ours', database, network)
      const lucid = await PageServer.start('lucid', database, network)
      const times: number[] = []
      const selects: number[] = []
      try {
        for (let round = 0; round < WARM_UPS; round++) {
          for (const server of [ours, lucid]) await server.measure()
        }
        for (let pair = 0; pair < pairs; pair++) {
          const theirs = await lucid.measure()
          const own = await ours.measure()
          times.push(own.cpu / theirs.cpu)
          selects.push(own.queries)
        }
      } finally {
        for (const server of [ours, lucid]) server.stop()
      }
      return [
        {
          label: 'processor time, beside the Lucid user provider',
          unit: '×',
          before: '0.95–1.11×',
          bound: { atMost: 1.05 },
          values: times,
        },
        { label: 'queries', bound: { exactly: 1 }, values: selects },
      ]
    },
  }
}

class PageServer {
  #child: ChildProcess
  #url: string
  #cookie: string
  #asked = 0
  #agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

  private constructor(child: ChildProcess, url: string, cookie: string) {
    this.#child = child
    this.#url = url
    this.#cookie = cookie
  }

  static async start(
    provider: PageServerSettings['provider'],
    database: TestDatabase,
    network: Devnet
  ): Promise<PageServer> {
    const port = await freePort()
    const settings: PageServerSettings = {
      provider,
      port,
      folder: createFolder(),
      connection: await database.create(),
      network: {
        plcUrl: network.env.ATPROTO_PLC_URL,
        handleResolver: network.env.ATPROTO_HANDLE_RESOLVER,
      },
    }
    const child = fork(
      fileURLToPath(new URL('page_server.ts', import.meta.url)),
      [JSON.stringify(settings)],
      { execArgv: ['--import=@poppinss/ts-exec'] }
    )
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('The server of the page ended'))),
    ])
    const url = `http://127.0.0.1:${port}`
    return new PageServer(child, url, await signIn(provider, url, network))
  }

  /** What one page costs: milliseconds of processor time, and queries. */
  async measure(): Promise<PageServerUsage> {
    const before = await this.#usage()
    let left = REQUESTS
    const visit = async () => {
      while (left-- > 0) await this.#visit()
    }
    await Promise.all(Array.from({ length: AT_ONCE }, visit))
    const after = await this.#usage()
    return {
      cpu: (after.cpu - before.cpu) / REQUESTS,
      queries: (after.queries - before.queries) / REQUESTS,
    }
  }

  stop() {
    this.#agent.destroy()
    this.#child.kill('SIGKILL')
  }

  async #usage(): Promise<PageServerUsage> {
    const number = ++this.#asked
    this.#child.send(number)
    // The loader of TypeScript sends messages of its own.
    for await (const [message] of on(this.#child, 'message')) {
      if (message.number === number) return message
    }
    throw new Error('The server of the page ended')
  }

  #visit(): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { cookie: this.#cookie }
      get(this.#url, { agent: this.#agent, headers }, async (response) => {
        const chunks = await response.toArray()
        const { did } = JSON.parse(Buffer.concat(chunks).toString())
        if (did) resolve()
        else reject(new Error('The page does not know who is signed in'))
      }).on('error', reject)
    })
  }
}

/** @returns the cookies of a browser that is signed in */
async function signIn(provider: string, url: string, network: Devnet): Promise<string> {
  const browser = new DevnetBrowser(network.pds.url)
  const [alice] = network.accounts
  const response = await browser.fetch(`${url}/login?handle=${alice!.handle}`)
  const signedIn =
    provider === 'lucid'
      ? response
      : await browser.fetch(await browser.signIn(await response.text(), alice!))
  // A browser drops what has expired.
  const kept = signedIn.headers.getSetCookie().filter((cookie) => !/;\s*Max-Age=0/i.test(cookie))
  return kept.map((cookie) => cookie.split(';')[0]).join('; ')
}
