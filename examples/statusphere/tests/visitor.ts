import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import type { FakeAccount } from 'adonisjs-atproto-oauth/testing'
import { type HTMLElement, parse } from 'node-html-parser'
import { signInAtServer } from '#tests/fake'

/**
 * A browser without JavaScript. It keeps cookies, follows redirects within the app, and submits
 * only forms that are on the current page.
 */
export class Visitor {
  #cookies = new Map<string, string>()
  #page = parse('')
  #headers = new Headers()
  url = new URL(process.env.APP_URL!)
  status = 0

  constructor(readonly userAgent = 'node') {}

  get page(): HTMLElement {
    return this.#page
  }

  async visit(path: string): Promise<this> {
    await this.#request(new URL(path, this.url))
    return this
  }

  /**
   * Submits the form with this `action`, including its hidden fields.
   *
   * @returns the URL of a redirect that leads out of the app
   */
  async submit(action: string, fields: Record<string, string> = {}): Promise<URL | undefined> {
    const form = this.#page.querySelector(`form[action="${action}"]`)
    if (!form) throw new Error(`Form "${action}" not found on ${this.url.pathname}`)
    return this.submitForm(form, fields)
  }

  /**
   * Submits one of several forms with the same `action`.
   */
  async submitForm(
    form: HTMLElement,
    fields: Record<string, string> = {}
  ): Promise<URL | undefined> {
    const body = new URLSearchParams(fields)
    for (const input of form.querySelectorAll('input[type=hidden]')) {
      body.set(input.getAttribute('name')!, input.getAttribute('value') ?? '')
    }
    const action = form.getAttribute('action')!
    return this.#request(new URL(action, this.url), { method: 'POST', body })
  }

  /**
   * Signs in through the PDS of the account, up to and including the callback.
   */
  async signIn(
    account: DevnetAccount | FakeAccount,
    options?: { consent?: boolean }
  ): Promise<this> {
    await this.visit('/login')
    const server = await this.submit('/login', { handle: account.handle })
    if (!server) throw new Error(`Expected a redirect to the PDS, received: ${this.text('main')}`)
    return this.returnFrom(server, account, options)
  }

  /**
   * Signs in at a server that the app has redirected to, and requests the callback.
   */
  async returnFrom(
    server: URL,
    account: DevnetAccount | FakeAccount,
    options?: { consent?: boolean }
  ): Promise<this> {
    const callback = await signInAtServer(server, account, options)
    return this.visit(callback.pathname + callback.search)
  }

  async post(emoji: string): Promise<this> {
    await this.visit('/')
    await this.submit('/statuses', { emoji })
    return this
  }

  /**
   * Opens the same page in another tab, with the same cookies.
   */
  async otherTab(): Promise<Visitor> {
    const tab = new Visitor()
    tab.#cookies = this.#cookies
    return tab.visit(this.url.pathname)
  }

  /**
   * Submits a form as another website makes a browser do it: cookies are not sent (`SameSite=Lax`),
   * and those of the response are kept.
   */
  async submitFromAnotherSite(action: string, fields: Record<string, string>): Promise<void> {
    const response = await fetch(new URL(action, this.url), {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
      headers: {
        'accept': 'text/html',
        'origin': 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      },
    })
    this.status = response.status
    await response.body?.cancel()
    this.#keepCookies(response)
  }

  /**
   * Bytes of all cookies.
   */
  get cookieSize(): number {
    return [...this.#cookies].join('').length
  }

  get cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /**
   * The CSRF token of the page.
   */
  get token(): string {
    return this.page.querySelector('[name=_csrf]')!.getAttribute('value')!
  }

  header(name: string): string | null {
    return this.#headers.get(name)
  }

  /**
   * Clears the cookies, as if they had expired.
   */
  loseCookies() {
    this.#cookies.clear()
  }

  /**
   * The emojis that the page shows for one account, from top to bottom.
   */
  emojisOf(account: { handle: string }): string[] {
    return this.rowsOf(account).map((row) => row.split(' ')[0])
  }

  /**
   * The full texts of these rows.
   */
  rowsOf(account: { handle: string }): string[] {
    return this.page
      .querySelectorAll('[data-testid=status]')
      .filter((row) => row.querySelector(`a[href="/profile/${account.handle}"]`))
      .map((row) => row.structuredText.replace(/\s+/g, ' ').trim())
  }

  /**
   * The count that the list of top statuses shows for an emoji.
   */
  topCount(emoji: string): number {
    const entry = this.texts('[data-testid=top-statuses] li').find((text) => text.includes(emoji))
    return Number(/\d+/.exec(entry ?? '')?.[0] ?? 0)
  }

  /**
   * The emoji that the picker marks as the current one.
   */
  pressed(): string | undefined {
    return this.text('button[aria-pressed=true]')
  }

  /**
   * The action of the form that deletes the first status with this emoji.
   */
  deleteAction(emoji: string): string {
    const row = this.page
      .querySelectorAll('[data-testid=status]')
      .find((status) => status.textContent.includes(emoji) && status.querySelector('form'))
    return row!.querySelector('form')!.getAttribute('action')!
  }

  text(selector: string): string | undefined {
    return this.#page.querySelector(selector)?.structuredText.replace(/\s+/g, ' ').trim()
  }

  texts(selector: string): string[] {
    return this.#page.querySelectorAll(selector).map((element) => element.textContent.trim())
  }

  async #request(url: URL, init: RequestInit = {}): Promise<URL | undefined> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        'cookie': this.cookieHeader,
        'accept': 'text/html',
        'referer': this.url.href,
        'user-agent': this.userAgent,
      },
    })
    this.#keepCookies(response)

    const location = response.headers.get('location')
    if (location) {
      await response.body?.cancel()
      const next = new URL(location, url)
      return next.origin === url.origin ? this.#request(next) : next
    }

    this.url = url
    this.status = response.status
    this.#headers = response.headers
    this.#page = parse(await response.text())
  }

  #keepCookies(response: Response) {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}
