import { updateTimes } from '../clock.js'
import { morph } from './morph.js'
import { Schedule } from './schedule.js'

/** Milliseconds until the next attempt when the server did not respond. */
const AFTER_FAILURE = 5_000

/**
 * What one URL of the server renders on this page: one element or several.
 */
export class Part {
  #url
  #did
  #etag
  #request
  #schedule = new Schedule(() => this.#refresh())

  /** @param {string | undefined} did the only account that it depends on, if there is one */
  constructor(url, did) {
    this.#url = url
    this.#did = did
  }

  /** @param {string[] | undefined} dids the accounts that have changed; undefined for too many */
  announce(dids) {
    if (!this.#did || !dids || dids.includes(this.#did)) this.#schedule.request()
  }

  /** Its response could be older than the response to a form. */
  cancel() {
    this.#schedule.cancel()
    this.#request?.abort()
  }

  async #refresh() {
    this.#request = new AbortController()
    const { signal } = this.#request
    const headers = this.#etag ? { 'if-none-match': this.#etag } : {}
    try {
      const response = await fetch(this.#url, { headers, signal, credentials: 'omit' })
      this.#schedule.within = Number(response.headers.get('x-refresh-within')) || 500
      if (response.ok) {
        morph(this.#url, await response.text())
        this.#etag = response.headers.get('etag')
        updateTimes()
      }
    } catch (error) {
      if (error.name !== 'AbortError') setTimeout(() => this.#schedule.request(), AFTER_FAILURE)
    }
  }
}
