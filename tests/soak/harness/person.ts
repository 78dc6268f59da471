import type { TestBrowser } from '@tests/support/test_browser'
import type { Credentials } from 'adonisjs-atproto-devnet'
import { signIn } from '../../browser/harness/sign_in.js'
import type { Cluster } from './cluster.js'
import type { Random } from './random.js'
import type { Tally } from './tally.js'

const EMOJIS = ['👍', '💙', '🥹', '😎', '🤯', '💀', '👀', '🧠', '🦋', '🚀']

/** Longer than any user waits, in milliseconds. */
const TOO_LONG = 5_000

/** Someone with a browser, who is signed in and uses the app through either of its processes. */
export class Person {
  private constructor(
    readonly account: Credentials,
    private readonly browser: TestBrowser,
    private readonly cluster: Cluster,
    private readonly tally: Tally,
    private readonly random: Random
  ) {}

  static async signIn(account: Credentials, cluster: Cluster, tally: Tally, random: Random) {
    const url = cluster.web[0].url!
    const person = new Person(account, await signIn(url, account), cluster, tally, random)
    if (!(await person.isSignedIn(url))) throw new Error(`${account.handle} can't sign in`)
    return person
  }

  /** Looks at the feed, and then posts a status or deletes one, at times. */
  async use(): Promise<void> {
    const { url } = this.random.pick(this.cluster.web)
    const [wish, choice] = [this.random.next(), this.random.next()]
    const page = await this.#request(`${url}/`)
    if (!page) return
    if (!isSignedIn(page)) return this.tally.incident('signed out', this.account.handle)

    if (wish < 0.5) {
      const emoji = EMOJIS[Math.floor(choice * EMOJIS.length)]!
      const response = await this.#submit(`${url}/statuses`, page, { emoji })
      if (response !== undefined) this.tally.count('posts')
    } else if (wish < 0.6) {
      // The first form is a template for rows to come.
      const action = /action="(\/statuses\/(?!RKEY)[^"]+_method=DELETE)"/.exec(page)?.[1]
      if (action) {
        const response = await this.#submit(`${url}${action}`, page)
        if (response !== undefined) this.tally.count('deletes')
      }
    }
  }

  async isSignedIn(url: string): Promise<boolean> {
    return isSignedIn(await (await this.browser.fetch(`${url}/`)).text())
  }

  async #submit(url: string, page: string, fields: Record<string, string> = {}) {
    const [, token] = /name=['"]_csrf['"] value=['"]([^'"]+)/.exec(page) ?? []
    const body = new URLSearchParams({ ...fields, _csrf: token! })
    return this.#request(url, { method: 'POST', body })
  }

  /** @returns undefined when the process is down, or ends before it has responded */
  async #request(url: string, init: { method?: string; body?: URLSearchParams } = {}) {
    const start = performance.now()
    const what = `${init.method ?? 'GET'} ${new URL(url).pathname}`
    try {
      const signal = AbortSignal.timeout(30_000)
      const response = await this.browser.fetch(url, { ...init, signal })
      const text = await response.text()
      const elapsed = performance.now() - start
      this.tally.times.record(Math.ceil(elapsed))
      this.tally.count('requests')
      if (response.status >= 500) this.tally.incident('5xx', `${what}: ${text.slice(0, 500)}`)
      if (elapsed > TOO_LONG) this.tally.count('over 5 s')
      if (response.headers.get('location')?.endsWith('/login')) {
        this.tally.incident('signed out', `${this.account.handle}, ${what}`)
      }
      return text
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') this.tally.incident('no response', what)
      else this.tally.count('cut off by a kill')
      return undefined
    }
  }
}

function isSignedIn(page: string): boolean {
  return page.includes('data-testid="me"')
}
