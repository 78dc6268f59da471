import { request } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

export interface BrowserResponse {
  status: number
  /** absolute */
  location?: URL
  body: string
}

/**
 * As much of a browser as an OAuth server's pages need: a cookie jar, and the `Sec-Fetch-*`
 * headers by which they tell a navigation from a script. `fetch` won't let those be set.
 */
export class HttpBrowser {
  readonly #cookies = new Map<string, string>()

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  /** @param referrer the page the link was on; without it, the address was typed in */
  navigate(url: URL, referrer?: URL): Promise<BrowserResponse> {
    return this.#send('GET', url, {
      'accept': 'text/html',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-fetch-site': referrer ? 'same-origin' : 'cross-site',
      ...(referrer ? { referer: referrer.href } : {}),
    })
  }

  /** What a script on the page `referrer` sends with `fetch`. */
  send(
    url: URL,
    referrer: URL,
    options: { body?: unknown; headers?: OutgoingHttpHeaders } = {}
  ): Promise<BrowserResponse> {
    const method = options.body === undefined ? 'GET' : 'POST'
    return this.#send(
      method,
      url,
      {
        'accept': 'application/json',
        'sec-fetch-mode': 'same-origin',
        'sec-fetch-dest': 'empty',
        'sec-fetch-site': 'same-origin',
        'referer': referrer.href,
        ...(method === 'POST' ? { 'origin': url.origin, 'content-type': 'application/json' } : {}),
        ...options.headers,
      },
      options.body === undefined ? undefined : JSON.stringify(options.body)
    )
  }

  #send(
    method: string,
    url: URL,
    headers: OutgoingHttpHeaders,
    body?: string
  ): Promise<BrowserResponse> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return new Promise((resolve, reject) => {
      const outgoing = request(
        url,
        {
          method,
          // A connection of its own: nothing of a sign-in is left open behind it.
          agent: false,
          headers: {
            ...headers,
            'user-agent': 'atproto-devnet',
            'accept-language': 'en',
            ...(cookie ? { cookie } : {}),
          },
        },
        (response) => {
          this.#keepCookies(response)
          readBody(response).then((text) => {
            const { location } = response.headers
            resolve({
              status: response.statusCode ?? 0,
              location: location ? new URL(location, url) : undefined,
              body: text,
            })
          }, reject)
        }
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  /** One server, one path: names and values are all that matters. */
  #keepCookies(response: IncomingMessage): void {
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair] = line.split(';')
      const at = pair.indexOf('=')
      const name = pair.slice(0, at).trim()
      const value = pair.slice(at + 1).trim()
      if (value) this.#cookies.set(name, value)
      else this.#cookies.delete(name)
    }
  }
}

async function readBody(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  return text
}
