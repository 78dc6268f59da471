/** A message to open pages. It has no `dids` if too many accounts have changed. */
export interface Announcement {
  dids?: string[]
}

/** The minimum time between two announcements, in milliseconds. */
const WINDOW = 500

/** With more, the message would be larger than the page that it saves. */
const MAX_NAMED = 50

/**
 * Tells open pages which accounts have changed: the first time immediately, then once per window
 * with all changes since.
 */
export default class FeedAnnouncements {
  #changed = new Set<string>()
  #isWindowOpen = false

  /** @param clock replaced by tests */
  constructor(
    protected send: (announcement: Announcement) => void,
    protected clock: {
      setTimeout(run: () => void, delay: number): { unref(): unknown }
    } = globalThis
  ) {}

  add(dids: string[]) {
    for (const did of dids) this.#changed.add(did)
    if (!this.#isWindowOpen) this.#announce()
  }

  #announce() {
    this.#isWindowOpen = this.#changed.size > 0
    if (!this.#isWindowOpen) return

    const dids = [...this.#changed]
    this.#changed.clear()
    this.clock.setTimeout(() => this.#announce(), WINDOW).unref()
    this.send(dids.length > MAX_NAMED ? {} : { dids })
  }
}
