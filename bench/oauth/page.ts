import { type ChildProcess, fork } from 'node:child_process'
import { on, once } from 'node:events'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type TestDatabase } from '@tests/support/databases'
import { freePort } from '@tests/support/ports'
import { type Devnet, DevnetBrowser } from 'adonisjs-atproto-devnet'
import { createFolder } from '../support/folder.js'
import type { Line } from '../support/line.js'
import type { GuardName, PageServerSettings, PageServerUsage } from './page_server.js'

/** For each page, in one pair of measurements. */
const REQUESTS = 3_000

/** The pages take turns, so that other load on the machine affects both. */
const TURNS = 20
const AT_ONCE = 10

/** After a sign-in, V8 still has code to compile that pages don't run. */
const WARM_UPS = 4

/**
 * A page that knows who is signed in, behind our user provider and behind AdonisJS's own for Lucid.
 * One process serves both, because two processes differ more by what they ran before than the pages
 * do.
 */
export function createPageLine(database: TestDatabase, startNetwork: () => Promise<Devnet>): Line {
  return {
    name: `signed-in page (${database.name})`,
    missing: database.missing,
    async measure(pairs) {
      const network = await startNetwork()
      const server = await PageServer.start(database, network)
      const times: number[] = []
      const selects: number[] = []
      try {
        for (let round = 0; round < WARM_UPS; round++) await measurePair(server)
        for (let pair = 0; pair < pairs; pair++) {
          const { web, users } = await measurePair(server)
          times.push(web.cpu / users.cpu)
          selects.push(web.queries / REQUESTS)
        }
      } finally {
        server.stop()
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

/** Measures both pages in turns, with neither always first. */
async function measurePair(server: PageServer) {
  const used = { web: { cpu: 0, queries: 0 }, users: { cpu: 0, queries: 0 } }
  for (let turn = 0; turn < TURNS; turn++) {
    const order: GuardName[] = turn % 2 ? ['users', 'web'] : ['web', 'users']
    for (const guard of order) {
      const { cpu, queries } = await server.measure(guard, REQUESTS / TURNS)
      used[guard].cpu += cpu
      used[guard].queries += queries
    }
  }
  return used
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

  static async start(database: TestDatabase, network: Devnet): Promise<PageServer> {
    const port = await freePort()
    const settings: PageServerSettings = {
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
      once(child, 'exit').then(() => Promise.reject(new Error('The server of the pages ended'))),
    ])
    const url = `http://127.0.0.1:${port}`
    return new PageServer(child, url, await signIn(url, network))
  }

  /** Requests a page many times. Resolves to the processor time and the queries that they took. */
  async measure(guard: GuardName, requests: number): Promise<PageServerUsage> {
    const before = await this.#usage()
    let left = requests
    const visit = async () => {
      while (left-- > 0) await this.#visit(guard)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, visit))
    const after = await this.#usage()
    return { cpu: after.cpu - before.cpu, queries: after.queries - before.queries }
  }

  stop() {
    this.#agent.destroy()
    this.#child.kill('SIGKILL')
  }

  async #usage(): Promise<PageServerUsage> {
    const number = ++this.#asked
    this.#child.send(number)
    // The TypeScript loader sends messages, too.
    for await (const [message] of on(this.#child, 'message')) {
      if (message.number === number) return message
    }
    throw new Error('The server of the pages ended')
  }

  #visit(guard: GuardName): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { cookie: this.#cookie }
      get(`${this.#url}/${guard}`, { agent: this.#agent, headers }, async (response) => {
        const chunks = await response.toArray()
        const { did } = JSON.parse(Buffer.concat(chunks).toString())
        if (did) resolve()
        else reject(new Error('The page does not know who is signed in'))
      }).on('error', reject)
    })
  }
}

/** Returns the cookies of a browser that is signed in with both guards. */
async function signIn(url: string, network: Devnet): Promise<string> {
  const browser = new DevnetBrowser(network.pds.url)
  const [alice] = network.accounts
  const response = await browser.fetch(`${url}/login?handle=${alice!.handle}`)
  const signedIn = await browser.fetch(await browser.signIn(await response.text(), alice!))
  // Browsers drop expired cookies.
  const kept = signedIn.headers.getSetCookie().filter((cookie) => !/;\s*Max-Age=0/i.test(cookie))
  return kept.map((cookie) => cookie.split(';')[0]).join('; ')
}
