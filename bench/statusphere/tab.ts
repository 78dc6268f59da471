import { randomUUID } from 'node:crypto'
import { Schedule } from '../../examples/statusphere/resources/js/live/schedule.js'
import { fetchPage, openStream, postJson } from './client.js'

/** The feed in one open tab: it refreshes as the page's own script does. */
export class Tab {
  refreshes = 0
  /** The longest time for which it lacked a status, in milliseconds. */
  longestLag = 0
  #shown = Date.now()
  #etag?: string
  #stream?: { close(): void }
  readonly #schedule = new Schedule(() => this.#refresh())

  constructor(readonly url: string) {}

  async open(): Promise<void> {
    const uid = randomUUID()
    const onMessage = () => this.#schedule.request()
    this.#stream = await openStream(`${this.url}/__transmit/events?uid=${uid}`, onMessage)
    await postJson(`${this.url}/__transmit/subscribe`, { uid, channel: 'feed' })
  }

  /** Begins to measure. Called once statuses arrive without a pause. */
  reset() {
    this.refreshes = this.longestLag = 0
  }

  /** Notes how far the tab is behind a feed that changes without a pause. */
  look() {
    this.longestLag = Math.max(this.longestLag, Date.now() - this.#shown)
  }

  close() {
    this.#schedule.cancel()
    this.#stream?.close()
  }

  async #refresh(): Promise<void> {
    const headers = this.#etag ? { 'if-none-match': this.#etag } : undefined
    const response = await fetchPage(`${this.url}/live/feed?page=1`, headers)
    this.#schedule.within = Number(response.headers['x-refresh-within'])
    this.refreshes++
    if (response.status !== 200) return
    this.#etag = response.headers.etag
    this.look()
    this.#shown = newestOn(response.body)
  }
}

function newestOn(html: string): number {
  const posted = /id="statuses"[\s\S]*?datetime="([^"]+)"/.exec(html)
  if (!posted) throw new Error('The feed shows no status')
  return Date.parse(posted[1]!)
}
