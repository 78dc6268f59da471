import { TestBrowser } from '@tests/support/test_browser'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { devnet } from './suite.js'

/** What the app's pages are: HTML, pages of an Inertia adapter, or none. */
export type SignInWay = 'html' | 'react' | 'vue' | 'none'

/** A user of an app that was made by the guide. */
export class Visitor extends TestBrowser {
  constructor(
    url: string,
    readonly way: SignInWay
  ) {
    super(url, { accept: way === 'none' ? 'application/json' : 'text/html' })
  }

  /** Signs in at the account's own server, and returns the app's response to the callback. */
  async signIn(account: DevnetAccount): Promise<Response> {
    const url = await this.#authorizationUrl(account.handle)
    return this.fetch(await devnet.signIn(url, account))
  }

  /** Posts a form, or JSON, with the token that the app's CSRF guard wants. */
  async send(path: string, fields: Record<string, string> = {}): Promise<Response> {
    if (this.way === 'none') return this.postJson(path, fields)
    if (this.way !== 'html') {
      await this.#inertia('/oauth/login')
      return this.#inertia(path, fields)
    }
    await this.visit('/oauth/login')
    const token = this.page.querySelector('input[name=_csrf]')?.getAttribute('value') ?? ''
    const body = new URLSearchParams({ ...fields, _csrf: token })
    return this.fetch(path, { method: 'POST', body })
  }

  /** What tells the user which account is signed in. */
  async signedInPage(): Promise<string> {
    if (this.way === 'none') return `@${(await this.json('/oauth/session')).account?.handle}`
    if (this.way !== 'html') return (await this.#inertia('/oauth/login')).text()
    await this.visit('/oauth/login')
    return this.page.toString()
  }

  async #authorizationUrl(input: string): Promise<URL> {
    if (this.way === 'none') {
      const response = await this.postJson('/oauth/login', { input })
      const { url } = (await response.json()) as { url: string }
      return new URL(url)
    }
    if (this.way === 'html') {
      await this.visit('/oauth/login')
      return (await this.submit('/oauth/login', { input }))!
    }
    await this.#inertia('/oauth/login')
    const response = await this.#inertia('/oauth/login', { input })
    return new URL(response.headers.get('x-inertia-location')!)
  }

  /** As the client of Inertia does: with the token of its cookie, and told to leave by a header. */
  async #inertia(path: string, body?: unknown): Promise<Response> {
    const token = this.cookies.get('XSRF-TOKEN') ?? ''
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
