import { type HTMLElement, parse } from 'node-html-parser'
import { Cookie, CookieJar } from 'tough-cookie'

/** A browser of one app, without JavaScript. It keeps cookies and submits the forms of pages. */
export class TestBrowser {
  jar = new CookieJar()
  /** The address of the current page. */
  url: URL
  /** The current page, and the status and headers of its response. */
  page = parse('')
  status = 0
  headers: Headers = new Headers()

  /** @param defaults headers of each request that does not set them itself */
  constructor(
    url: string,
    readonly defaults: Record<string, string> = {}
  ) {
    this.url = new URL(url)
  }

  /** Sends one request with the browser's cookies. Redirects are not followed. */
  async fetch(path: string | URL, init: RequestInit = {}): Promise<Response> {
    const { href } = new URL(path, this.url)
    const headers = new Headers(init.headers)
    const cookie = this.jar.getCookieStringSync(href)
    for (const [name, value] of Object.entries({ cookie, accept: 'text/html', ...this.defaults })) {
      if (!headers.has(name)) headers.set(name, value)
    }
    const response = await fetch(href, { ...init, headers, redirect: 'manual' })
    for (const received of response.headers.getSetCookie()) {
      this.jar.setCookieSync(received, href)
    }
    return response
  }

  /** Sends one request and returns the parsed body, or `null` if there is none. */
  async json(path: string | URL, init?: RequestInit): Promise<any> {
    const response = await this.fetch(path, init)
    const text = await response.text()
    return text ? JSON.parse(text) : null
  }

  postJson(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return this.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** Shows a page of the app, following redirects within the app. */
  async visit(path: string | URL): Promise<this> {
    await this.#navigate(new URL(path, this.url))
    return this
  }

  /**
   * Submits the form of the page that posts to `action`, with its hidden fields.
   *
   * @returns where the app sends the browser, when that is outside of the app
   */
  async submit(action: string, fields?: Record<string, string>): Promise<URL | undefined> {
    const form = this.page.querySelector(`form[action="${action}"]`)
    if (!form) throw new Error(`No form for ${action} on ${this.url.pathname}:\n\n${this.page}`)
    return this.submitForm(form, fields)
  }

  /** Submits one of several forms with the same `action`. */
  async submitForm(form: HTMLElement, fields: Record<string, string> = {}) {
    const body = new URLSearchParams()
    for (const input of form.querySelectorAll('input[type=hidden]')) {
      body.set(input.getAttribute('name')!, input.getAttribute('value') ?? '')
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const action = new URL(form.getAttribute('action')!, this.url)
    return this.#navigate(action, { method: 'POST', body })
  }

  /** The cookies that are sent to the app, by name and as received. */
  get cookies(): Map<string, string> {
    const cookies = this.jar.getCookiesSync(this.url.href)
    return new Map(cookies.map(({ key, value }) => [key, value]))
  }

  get cookieHeader(): string {
    return this.jar.getCookieStringSync(this.url.href)
  }

  setCookie(key: string, value: string): this {
    this.jar.setCookieSync(new Cookie({ key, value, path: '/' }), this.url.href)
    return this
  }

  /** Copies the cookies of another browser. Later changes don't affect the other. */
  copyCookies(other: TestBrowser): this {
    this.jar = other.jar.cloneSync()!
    return this
  }

  async #navigate(url: URL, init: RequestInit = {}): Promise<URL | undefined> {
    const headers = { accept: 'text/html', referer: this.url.href }
    const response = await this.fetch(url, { ...init, headers })

    const location = response.headers.get('location')
    if (location) {
      await response.body?.cancel()
      const next = new URL(location, url)
      return next.origin === url.origin ? this.#navigate(next) : next
    }

    this.url = url
    this.status = response.status
    this.headers = response.headers
    this.page = parse(await response.text())
  }
}
