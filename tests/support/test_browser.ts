import { parse } from 'node-html-parser'
import { CookieJar } from 'tough-cookie'

/** A browser without JavaScript, at one app: it keeps cookies and submits the forms it sees. */
export class TestBrowser {
  #jar = new CookieJar()
  /** The address of the page it shows. */
  url: URL
  /** The page it shows, and the status it came with. */
  page = parse('')
  status = 0

  constructor(
    url: string,
    readonly accept: 'text/html' | 'application/json' = 'text/html'
  ) {
    this.url = new URL(url)
  }

  /** Sends one request with the browser's cookies. Redirects are not followed. */
  async fetch(path: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.url)
    const headers = new Headers(init.headers)
    headers.set('cookie', await this.#jar.getCookieString(url.href))
    if (!headers.has('accept')) headers.set('accept', this.accept)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      await this.#jar.setCookie(cookie, url.href)
    }
    return response
  }

  /** Sends one request and returns what the body says, or `null` when there is none. */
  async json(path: string | URL, init?: RequestInit): Promise<any> {
    const response = await this.fetch(path, init)
    const text = await response.text()
    return text ? JSON.parse(text) : null
  }

  post(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return this.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /**
   * Shows a page of the app, following redirects within the app.
   *
   * @returns where the app sends the browser, when that is outside of the app
   */
  async visit(path: string | URL, init: RequestInit = {}): Promise<URL | undefined> {
    const url = new URL(path, this.url)
    const headers = { accept: 'text/html', referer: this.url.href }
    const response = await this.fetch(url, { ...init, headers })

    const location = response.headers.get('location')
    if (location) {
      await response.body?.cancel()
      const next = new URL(location, url)
      return next.origin === url.origin ? this.visit(next) : next
    }

    this.url = url
    this.status = response.status
    this.page = parse(await response.text())
  }

  /**
   * Submits the form of the page that posts to `action`, with its hidden fields.
   *
   * @returns where the app sends the browser, when that is outside of the app
   */
  async submit(action: string, fields: Record<string, string> = {}): Promise<URL | undefined> {
    const form = this.page.querySelector(`form[action="${action}"]`)
    if (!form) throw new Error(`No form for ${action} on ${this.url.pathname}:\n\n${this.page}`)

    const body = new URLSearchParams()
    for (const input of form.querySelectorAll('input[type=hidden]')) {
      body.set(input.getAttribute('name')!, input.getAttribute('value') ?? '')
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return this.visit(action, { method: 'POST', body })
  }

  /** The value of a cookie, as it was sent. */
  cookie(name: string): string | undefined {
    return this.#jar.getCookiesSync(this.url.href).find(({ key }) => key === name)?.value
  }

  /** Takes over another browser's cookies; later changes stay apart. */
  copyCookies(other: TestBrowser): this {
    this.#jar = other.#jar.cloneSync()!
    return this
  }

  clearCookies(): void {
    this.#jar.removeAllCookiesSync()
  }
}
