import { until } from '@tests/support/until'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { STATUS } from './network.js'

const LIST = 'com.atproto.repo.listRecords'

const EMOJIS = ['🚀', '🦋', '🧠', '💙', '👀', '🤘']

interface Page {
  records: { uri: string }[]
  cursor?: string
}

/** The statuses in a repo, read and written as any other client than the app does. */
export class Repo {
  constructor(readonly account: DevnetAccount) {}

  /** Creates a status, and returns its at-uri when the PDS has stored it. */
  async post(status: string): Promise<string> {
    const createdAt = new Date().toISOString()
    const { uri } = await this.account.createRecord(STATUS, { status, createdAt })
    return uri
  }

  /** Starts to write this many statuses, without waiting for them. */
  postMany(count: number): Burst {
    return new Burst((emoji) => this.post(emoji), count)
  }

  /** Waits for a status that was not there before, and returns its at-uri at once. */
  statusOtherThan(before: string[]): Promise<string> {
    const findNew = async () => {
      const statuses = await this.statuses()
      return statuses.find((uri) => !before.includes(uri))
    }
    return until(findNew, 'a new status', { interval: 1 })
  }

  /** Returns the at-uris of all statuses in the repo. */
  async statuses(): Promise<string[]> {
    const uris: string[] = []
    const params = { repo: this.account.did, collection: STATUS, limit: 100 }
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = cursor ? { ...params, cursor } : params
      const page: Page = await this.account.call(LIST, { params: query })
      uris.push(...page.records.map(({ uri }) => uri))
      cursor = page.cursor
    }
    return uris
  }
}

/** Statuses that are written one after the other, each once the PDS has accepted the one before. */
class Burst {
  /** The at-uris that the PDS has accepted. */
  readonly written: string[] = []
  readonly #posts: Promise<unknown>[] = []

  /** @param post creates a status, and returns its at-uri */
  constructor(post: (emoji: string) => Promise<string>, count: number) {
    let last: Promise<unknown> = Promise.resolve()
    while (this.#posts.length < count) {
      const emoji = EMOJIS[this.#posts.length % EMOJIS.length]!
      last = last.then(async () => this.written.push(await post(emoji)))
      this.#posts.push(last)
    }
    // A caller that expects an interruption waits for `stopped`.
    last.catch(() => {})
  }

  /** Resolves when this many are written. Rejects when one of them is refused. */
  async reaches(count: number): Promise<void> {
    await this.#posts[count - 1]
  }

  /** Resolves when all are written. Rejects when one is refused. */
  get done(): Promise<void> {
    return this.reaches(this.#posts.length)
  }

  /** Resolves when all are written or one was refused. */
  get stopped(): Promise<void> {
    return this.done.catch(() => {})
  }
}
