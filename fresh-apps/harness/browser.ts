/** As much of a browser as a sign-in needs: it keeps cookies, and follows nothing by itself. */
export class Browser {
  readonly #cookies = new Map<string, string>()

  constructor(
    readonly url: string,
    readonly accept: 'text/html' | 'application/json'
  ) {}

  async fetch(path: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('accept', this.accept)
    headers.set('cookie', [...this.#cookies].map((pair) => pair.join('=')).join('; '))
    const url = new URL(path, this.url)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return response
  }

  async text(path: string | URL): Promise<string> {
    const response = await this.fetch(path)
    return response.text()
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  /** Fills in a form of a page and sends it, with its hidden fields. */
  async submit(page: string, action: string, fields: Record<string, string>): Promise<Response> {
    const html = await this.text(page)
    const [, form] = new RegExp(`<form[^>]*action="${action}"[^>]*>(.*?)</form>`, 's').exec(html)!
    const hidden = [...form.matchAll(/type='hidden' name='(\w+)' value='([^']*)'/g)]
    const body = new URLSearchParams(hidden.map(([, name, value]) => [name, value]))
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return this.fetch(action, { method: 'POST', body })
  }

  #keep(cookie: string) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
    if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}
