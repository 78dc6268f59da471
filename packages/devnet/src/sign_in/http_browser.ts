import { type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { CookieJar } from 'tough-cookie'

export interface BrowserResponse {
  status: number
  /** absolute */
  location?: URL
  body: string
}

interface Outgoing {
  method?: string
  headers: OutgoingHttpHeaders
  body?: string
}

/**
 * The parts of a browser that an OAuth server's pages need: a cookie jar, and the `Sec-Fetch-*`
 * headers that distinguish a navigation from a script. `fetch` does not allow setting those.
 */
export class HttpBrowser {
  readonly #jar = new CookieJar()

  async cookie(name: string, url: URL): Promise<string | undefined> {
    const cookies = await this.#jar.getCookies(url.href)
    return cookies.find((cookie) => cookie.key === name)?.value
  }

  async clearCookies(): Promise<void> {
    await this.#jar.removeAllCookies()
  }

  /** `fetch` with this browser's cookies. Redirects are returned: each one may set cookies. */
  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { href } = new URL(url)
    const headers = new Headers(init.headers)
    const cookies = await this.#jar.getCookieString(href)
    if (cookies && !headers.has('cookie')) headers.set('cookie', cookies)
    const response = await fetch(href, { ...init, headers, redirect: 'manual' })
    await this.#keepCookies(response.headers.getSetCookie(), href)
    return response
  }

  /** @param referrer the page the link was on; without it, the address was typed in */
  navigate(url: URL, referrer?: URL): Promise<BrowserResponse> {
    return this.#request(url, {
      headers: {
        'accept': 'text/html',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-fetch-site': referrer ? 'same-origin' : 'cross-site',
        ...(referrer && { referer: referrer.href }),
      },
    })
  }

  /** The request a script on the page `referrer` sends with `fetch`. */
  send(
    url: URL,
    referrer: URL,
    options: { body?: unknown; headers?: OutgoingHttpHeaders } = {}
  ): Promise<BrowserResponse> {
    const isPost = options.body !== undefined
    return this.#request(url, {
      method: isPost ? 'POST' : 'GET',
      headers: {
        'accept': 'application/json',
        'sec-fetch-mode': 'same-origin',
        'sec-fetch-dest': 'empty',
        'sec-fetch-site': 'same-origin',
        'referer': referrer.href,
        ...(isPost && { 'origin': url.origin, 'content-type': 'application/json' }),
        ...options.headers,
      },
      body: isPost ? JSON.stringify(options.body) : undefined,
    })
  }

  async #request(url: URL, { body, ...options }: Outgoing): Promise<BrowserResponse> {
    const cookie = await this.#jar.getCookieString(url.href)
    const headers = {
      ...options.headers,
      'user-agent': 'atproto-devnet',
      'accept-language': 'en',
      ...(cookie && { cookie }),
    }
    return new Promise((resolve, reject) => {
      // A connection of its own: no socket stays open after a sign-in.
      const outgoing = request(url, { ...options, headers, agent: false }, (incoming) => {
        const { location, 'set-cookie': cookies = [] } = incoming.headers
        Promise.all([text(incoming), this.#keepCookies(cookies, url.href)]).then(
          ([content]) =>
            resolve({
              status: incoming.statusCode ?? 0,
              location: location ? new URL(location, url) : undefined,
              body: content,
            }),
          reject
        )
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  /** Ignores a cookie that a browser would refuse, as a browser does. */
  async #keepCookies(cookies: string[], url: string): Promise<void> {
    for (const cookie of cookies) await this.#jar.setCookie(cookie, url, { ignoreError: true })
  }
}
