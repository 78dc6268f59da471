import type { DevnetAccount } from '../accounts/account.js'
import type { ActivityOptions } from '../types.js'
import { EMOJIS } from './emojis.js'

/** The bots have their own accounts, so that they don't change the statuses of others. */
export const BOT_HANDLES = ['robin.test', 'sasha.test', 'toni.test']

const COLLECTION = 'xyz.statusphere.status'
const DEFAULT_INTERVAL = 8_000

/** Posts a status of each bot at once, then one of a random bot from time to time. */
export class Activity {
  readonly #bots: readonly DevnetAccount[]
  readonly #interval: number
  readonly #onError: (error: unknown) => void
  #timer?: NodeJS.Timeout
  #posting = Promise.resolve()
  #stopped = false

  constructor(bots: readonly DevnetAccount[], options: ActivityOptions = {}) {
    this.#bots = bots
    this.#interval = options.interval ?? DEFAULT_INTERVAL
    this.#onError = options.onError ?? (() => {})
  }

  start(): void {
    this.#posting = this.#post(this.#bots).finally(() => this.#plan())
  }

  /** Resolves when no bot is posting. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#posting
  }

  #plan(): void {
    if (this.#stopped) return
    const wait = this.#interval * (0.5 + Math.random())
    this.#timer = setTimeout(() => {
      this.#posting = this.#post([anyOf(this.#bots)]).finally(() => this.#plan())
    }, wait)
  }

  async #post(bots: readonly DevnetAccount[]): Promise<void> {
    for (const bot of bots) {
      if (this.#stopped) return
      const status = { status: anyOf(EMOJIS), createdAt: new Date().toISOString() }
      await bot.createRecord(COLLECTION, status).catch(this.#onError)
    }
  }
}

function anyOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]
}
