import type { Announcement } from '#services/feed_announcements'

/**
 * Subscribes to the feed's channel over server-sent events, as a page with JavaScript does.
 */
export class LiveFeed {
  #abort = new AbortController()
  #messages: Announcement[] = []
  #waiting: (() => void)[] = []

  static async open(channel = 'feed'): Promise<LiveFeed> {
    const feed = new LiveFeed()
    try {
      await feed.#listen(process.env.APP_URL!, channel)
    } catch (error) {
      feed.close()
      throw error
    }
    return feed
  }

  /** Messages that name the account: those that have come, then each as it comes. */
  async *messagesAbout(did: string): AsyncGenerator<Announcement> {
    for (let next = 0; ; next++) {
      while (next >= this.#messages.length) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve))
      }
      if (this.#messages[next].dids?.includes(did)) yield this.#messages[next]
    }
  }

  close() {
    this.#abort.abort()
  }

  async #listen(appUrl: string, channel: string) {
    const uid = crypto.randomUUID()
    const { signal } = this.#abort
    const stream = await fetch(`${appUrl}/__transmit/events?uid=${uid}`, { signal })
    void this.#read(stream.body!.pipeThrough(new TextDecoderStream())).catch(() => {})

    const subscribed = await fetch(`${appUrl}/__transmit/subscribe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uid, channel }),
      signal,
    })
    if (!subscribed.ok) throw new Error(`Failed to subscribe: status ${subscribed.status}`)
  }

  async #read(stream: AsyncIterable<string>) {
    let buffer = ''
    for await (const chunk of stream) {
      buffer += chunk
      const events = buffer.split('\n\n')
      buffer = events.pop()!

      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1]
        if (data) this.#messages.push(JSON.parse(data).payload)
      }
      for (const resolve of this.#waiting.splice(0)) resolve()
    }
  }
}
