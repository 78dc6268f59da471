import { createHash } from 'node:crypto'
import { keepRecent } from '#helpers/keep_recent'

export interface Fragment {
  html: string
  etag: string
}

/**
 * Shorter than the delay before an open page refreshes, so that it gets the change that it was
 * notified of.
 */
const LIFETIME = 250

/** Visitors can request any number of pages. */
const LIMIT = 200

/**
 * Caches parts of pages that are the same for everyone, so that open pages that refresh at the same
 * time share one rendering.
 */
export default class FragmentCache {
  #fragments = new Map<string, { fragment: Promise<Fragment>; renderedAt: number }>()

  /** @param now replaced by tests */
  constructor(protected now: () => number = () => performance.now()) {}

  async get(key: string, render: () => Promise<string>): Promise<Fragment> {
    const now = this.now()
    const cached = this.#fragments.get(key)
    if (cached && now - cached.renderedAt < LIFETIME) return cached.fragment

    const fragment = render().then(withEtag)
    keepRecent(this.#fragments, key, { fragment, renderedAt: now }, LIMIT)
    fragment.catch(() => this.#fragments.delete(key))
    return fragment
  }
}

function withEtag(html: string): Fragment {
  return { html, etag: `"${createHash('sha1').update(html).digest('base64url')}"` }
}
