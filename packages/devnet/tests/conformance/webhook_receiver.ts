import type { IncomingHttpHeaders } from 'node:http'
import { startHttpServer } from '@tests/support/http_server'
import { until } from '@tests/support/until'
import type { WireEvent } from './channel_client.js'

export interface Post {
  method: string
  headers: IncomingHttpHeaders
  event: WireEvent
  at: number
}

/** A webhook with configurable responses. */
export class WebhookReceiver {
  readonly posts: Post[] = []
  /** the status of a response; default 200 */
  respond: (event: WireEvent) => number = () => 200

  private constructor(readonly url: string) {}

  static async open(): Promise<WebhookReceiver> {
    const { url } = await startHttpServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const event = JSON.parse(Buffer.concat(chunks).toString()) as WireEvent
      const { method = '', headers } = request
      receiver.posts.push({ method, headers, event, at: Date.now() })
      response.writeHead(receiver.respond(event)).end()
    })
    const receiver = new WebhookReceiver(`${url}/hooks/tap`)
    return receiver
  }

  get rkeys(): string[] {
    return this.posts.flatMap(({ event }) => (event.record ? [event.record.rkey] : []))
  }

  /** The nth post of the record with this key. */
  post(rkey: string, nth = 1): Promise<Post> {
    return until(
      () => this.posts.filter(({ event }) => event.record?.rkey === rkey)[nth - 1],
      () => `post ${nth} of ${rkey}, got ${this.rkeys.join(', ') || 'none'}`
    )
  }
}
