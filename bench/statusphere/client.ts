import { Agent, get, type IncomingMessage, request } from 'node:http'

/** Requests, as many clients make them at once. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity })

export interface Page {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

export function fetchPage(url: string, headers: Record<string, string> = {}): Promise<Page> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent, headers }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString()
      resolve({ status: response.statusCode!, headers: response.headers, body })
    })
    // The server may close an idle connection at that moment. Browsers repeat the request, too.
    sent.on('error', (error) => {
      if (sent.reusedSocket) resolve(fetchPage(url, headers))
      else reject(error)
    })
  })
}

export function postJson(url: string, value: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, method: 'POST', headers: { 'content-type': 'application/json' } },
      (response) => response.resume().on('end', () => resolve(response.statusCode!))
    )
    sent.on('error', reject).end(JSON.stringify(value))
  })
}

/** Opens an event stream and calls back for each message, until it is closed. */
export function openStream(
  url: string,
  onMessage: (data: any) => void
): Promise<{ close(): void }> {
  return new Promise((resolve, reject) => {
    const stream = get(url, { agent: false }, (response) => {
      let rest = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        const events = (rest + text).split('\n\n')
        rest = events.pop()!
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1]
          if (data) onMessage(JSON.parse(data))
        }
      })
      response.on('error', () => {})
      resolve({ close: () => stream.destroy() })
    })
    stream.on('error', reject)
  })
}
