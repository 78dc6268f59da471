import { TestBrowser } from '@tests/support/test_browser'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { network } from './suite.js'

/** A user of what `configure` wrote: signs in on its page, or with JSON where there is none. */
export class Visitor extends TestBrowser {
  constructor(
    url: string,
    readonly signsInOn: 'page' | 'json'
  ) {
    super(url, signsInOn === 'page' ? 'text/html' : 'application/json')
  }

  /** Signs in at the account's own server, and returns the app's response to the callback. */
  async signIn(account: DevnetAccount): Promise<Response> {
    const url = await this.#authorizationUrl(account.handle)
    return this.fetch(await network.signIn(url, account))
  }

  async signOut(): Promise<void> {
    if (this.signsInOn === 'json') return void (await this.post('/oauth/logout', {}))
    await this.visit('/oauth/login')
    await this.submit('/oauth/logout')
  }

  async #authorizationUrl(input: string): Promise<URL> {
    if (this.signsInOn === 'json') {
      const response = await this.post('/oauth/login', { input })
      const { url } = (await response.json()) as { url: string }
      return new URL(url)
    }
    await this.visit('/oauth/login')
    return (await this.submit('/oauth/login', { input }))!
  }
}
