import { TestBrowser } from '@tests/support/test_browser'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { network } from './suite.js'

/** On a page of HTML, on a page of Inertia, or with JSON where there is no page. */
export type SignInWay = 'page' | 'inertia' | 'json'

/** A user of what `configure` wrote. */
export class Visitor extends TestBrowser {
  constructor(
    url: string,
    readonly way: SignInWay
  ) {
    super(url, way === 'json' ? 'application/json' : 'text/html')
  }

  /** Signs in at the account's own server, and returns the app's response to the callback. */
  async signIn(account: DevnetAccount): Promise<Response> {
    const url = await this.#authorizationUrl(account.handle)
    return this.fetch(await network.signIn(url, account))
  }

  async signOut(): Promise<void> {
    if (this.way === 'json') return void (await this.post('/oauth/logout', {}))
    if (this.way === 'inertia') return void (await this.#inertia('/oauth/logout', {}))
    await this.visit('/oauth/login')
    await this.submit('/oauth/logout')
  }

  /** What tells the user who is signed in. */
  async signedInPage(): Promise<string> {
    if (this.way === 'json') return `@${(await this.json('/oauth/session')).account.handle}`
    if (this.way === 'inertia') return (await this.#inertia('/oauth/login')).text()
    await this.visit('/oauth/login')
    return this.page.toString()
  }

  async #authorizationUrl(input: string): Promise<URL> {
    if (this.way === 'json') {
      const response = await this.post('/oauth/login', { input })
      const { url } = (await response.json()) as { url: string }
      return new URL(url)
    }
    if (this.way === 'page') {
      await this.visit('/oauth/login')
      return (await this.submit('/oauth/login', { input }))!
    }
    await this.#inertia('/oauth/login')
    const response = await this.#inertia('/oauth/login', { input })
    return new URL(response.headers.get('x-inertia-location')!)
  }

  /** As the client of Inertia does: with the token of its cookie, and told to leave by a header. */
  async #inertia(path: string, body?: unknown): Promise<Response> {
    const token = this.cookie('XSRF-TOKEN') ?? ''
    const headers = {
      'content-type': 'application/json',
      'x-inertia': 'true',
      'x-inertia-version': '1',
      'x-xsrf-token': decodeURIComponent(token),
    }
    if (body === undefined) return this.fetch(path, { headers })
    return this.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }
}
