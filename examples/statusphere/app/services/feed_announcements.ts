/** A message to open pages. Without `dids`, too many have changed to name them. */
export interface Announcement {
  dids?: string[]
}

/** The longest wait for an announcement after the one before it, in milliseconds. */
const WINDOW = 500

/** More make the message larger than the page that they spare. */
const MOST_NAMED = 50

/**
 * Tells open pages that accounts have changed: the first time at once, then as often as they can
 * follow, with everything that has changed in between.
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
    this.send(dids.length > MOST_NAMED ? {} : { dids })
  }
}
