import { setTimeout as delay } from 'node:timers/promises'
import { adminAuthorization } from '../../http/admin_authorization.js'
import { backoff } from '../backoff.js'
import type { Delivery, OutboxEvent } from '../types.js'

const TIMEOUT = 30_000

/** Posts each event until the webhook responds with 2xx, which is its ack. */
export class Webhook implements Delivery {
  readonly retries = true
  readonly #url: string
  readonly #adminPassword: string | undefined
  readonly #onAck: (id: number) => void
  readonly #log: (message: string) => void
  #closing = new AbortController()

  constructor(
    url: string,
    adminPassword: string | undefined,
    onAck: (id: number) => void,
    log: (message: string) => void
  ) {
    this.#url = url
    this.#adminPassword = adminPassword
    this.#onAck = onAck
    this.#log = log
  }

  send(event: OutboxEvent): void {
    void this.#insist(event)
  }

  close(): void {
    this.#closing.abort()
  }

  async #insist(event: OutboxEvent): Promise<void> {
    for (let attempt = 0; !this.#closing.signal.aborted; attempt++) {
      const problem = await this.#post(event)
      if (this.#closing.signal.aborted) return
      if (!problem) return this.#onAck(event.id)

      this.#log(`webhook: event ${event.id} is posted again later: ${problem}`)
      await delay(backoff(attempt, 10), null, { signal: this.#closing.signal }).catch(() => {})
    }
  }

  /** Returns the error, if there was one. */
  async #post(event: OutboxEvent): Promise<string | undefined> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: this.#headers(),
        body: event.data,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(TIMEOUT)]),
      })
      await response.body?.cancel()
      return response.ok ? undefined : `status ${response.status}`
    } catch (error) {
      return String((error as Error).cause ?? error)
    }
  }

  #headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      'user-agent': 'tap/devnet',
      ...(this.#adminPassword && { authorization: adminAuthorization(this.#adminPassword) }),
    }
  }
}
