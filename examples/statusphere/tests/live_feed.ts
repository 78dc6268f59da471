import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { Announcement } from '#services/feed_announcements'

/** Subscribes to the feed's channel over server-sent events, as a page with JavaScript does. */
export class LiveFeed {
  private constructor(private readonly events: Readable) {}

  static async open(channel = 'feed'): Promise<LiveFeed> {
    const transmit = `${process.env.APP_URL}/__transmit`
    const uid = crypto.randomUUID()
    const { body } = await fetch(`${transmit}/events?uid=${uid}`)
    const feed = new LiveFeed(Readable.fromWeb(body as never))

    const subscribed = await fetch(`${transmit}/subscribe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uid, channel }),
    })
    if (subscribed.ok) return feed
    feed.close()
    throw new Error(`Failed to subscribe: status ${subscribed.status}`)
  }

  /** Messages that name the account: those that have come, then each as it comes. */
  async *messagesAbout(did: string): AsyncGenerator<Announcement> {
    for await (const line of createInterface({ input: this.events })) {
      const data = /^data: (.*)$/.exec(line)?.[1]
      const announcement: Announcement | undefined = data && JSON.parse(data).payload
      if (announcement?.dids?.includes(did)) yield announcement
    }
  }

  close() {
    this.events.destroy()
  }
}
