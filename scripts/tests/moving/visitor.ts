const FORM = (action: string) => new RegExp(`<form[^>]*action="${action}"[\\s\\S]*?</form>`)
const HIDDEN = /<input[^>]*type=['"]hidden['"][^>]*>/g
const attribute = (tag: string, name: string) =>
  new RegExp(`\\b${name}=['"]([^'"]*)`).exec(tag)?.[1]

/**
 * A browser without JavaScript, as far as signing in to Statusphere and posting need one.
 */
export class Visitor {
  #url: URL
  #cookies = new Map<string, string>()
  #page = ''

  constructor(url: string) {
    this.#url = new URL(url)
  }

  /** Who the page says is signed in. */
  get name(): string | undefined {
    return /data-testid="me"[^>]*>\s*<bdi>([^<]+)/.exec(this.#page)?.[1]
  }

  /** The same browser at another time: what happens to one changes nothing for the other. */
  copy(): Visitor {
    const copy = new Visitor(this.#url.href)
    copy.#cookies = new Map(this.#cookies)
    return copy
  }

  async visit(path: string): Promise<this> {
    await this.#request(new URL(path, this.#url))
    return this
  }

  /** @returns where the answer leads outside of the app, if it does */
  submit(action: string, fields: Record<string, string>): Promise<URL | undefined> {
    const form = FORM(action).exec(this.#page)?.[0]
    if (!form) throw new Error(`There is no form for ${action}:\n\n${this.#page}`)

    const body = new URLSearchParams(fields)
    for (const [tag] of form.matchAll(HIDDEN)) {
      body.set(attribute(tag, 'name')!, attribute(tag, 'value') ?? '')
    }
    return this.#request(new URL(action, this.#url), { method: 'POST', body })
  }

  async #request(url: URL, init: RequestInit = {}): Promise<URL | undefined> {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      this.#cookies.set(name, value)
    }

    this.#page = await response.text()
    const location = response.headers.get('location')
    if (!location) return undefined
    const next = new URL(location, url)
    return next.origin === url.origin ? this.#request(next) : next
  }
}
