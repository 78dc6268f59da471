import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { Browser } from './browser.js'
import { network } from './network.js'

/** Signs in and out the way that `configure` left: on its page, or with JSON where there are none. */
export class Visitor {
  readonly browser

  constructor(
    url: string,
    readonly signsInOn: 'page' | 'json'
  ) {
    this.browser = new Browser(url, signsInOn === 'page' ? 'text/html' : 'application/json')
  }

  /** All the way through the account's own server, up to what the app's callback answers. */
  async signIn(account: DevnetAccount): Promise<Response> {
    const address = await this.#authorizationUrl(account.handle)
    return this.browser.fetch(await network.devnet.signIn(address, account))
  }

  async signOut(): Promise<Response> {
    return this.signsInOn === 'page'
      ? this.browser.submit('/oauth/login', '/oauth/logout', {})
      : this.browser.post('/oauth/logout', {})
  }

  async #authorizationUrl(input: string): Promise<string> {
    if (this.signsInOn === 'page') {
      const response = await this.browser.submit('/oauth/login', '/oauth/login', { input })
      return response.headers.get('location')!
    }
    const response = await this.browser.post('/oauth/login', { input })
    const { url } = (await response.json()) as { url: string }
    return url
  }
}
