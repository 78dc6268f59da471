import { authHeaders } from '../auth_headers.js'
import { backoff } from '../backoff.js'
import { E_TAP_INVALID_FRAME } from '../errors.js'
import type { Delivery, ResolvedTapConfig, TapEvent, TapSource } from '../types.js'
import { AckQueue } from './ack_queue.js'
import type { CloseReason } from './close_reason.js'
import { Connection } from './connection.js'
import { parseFrame, readFrameId } from './parse_frame.js'
import { RecentIds } from './recent_ids.js'

/**
 * A connection that lived this long was a good one: the next failure starts from the shortest wait.
 */
const STABLE_AFTER = 5_000

/**
 * What the channel has to say. None of these may throw.
 */
export interface ChannelHooks {
  onConnected(): void
  /**
   * Called when the reason changes, not for each try. `delay` is how many milliseconds pass before
   * the next one.
   */
  onDisconnected(reason: CloseReason, delay: number): void
  /**
   * A frame that holds no event. It is acked when its id could be read, or the server would send it
   * for ever.
   */
  onUnreadable(text: string, id: string | undefined, error: Error): void
}

export interface ChannelTuning {
  pingInterval: number
  handshakeTimeout: number
  maxPayload: number
  closeTimeout: number
}

const TUNING: ChannelTuning = {
  pingInterval: 15_000,
  handshakeTimeout: 10_000,
  maxPayload: 100 * 1024 * 1024,
  closeTimeout: 2_000,
}

/**
 * The Tap server's WebSocket channel, which comes back after whatever ends it. `TapChannel` of
 * `@atproto/tap` can't serve: it ends for good on a clean close, waits for one handler at a time,
 * and hides the frames it can't parse.
 */
export class Channel implements TapSource {
  #tuning: ChannelTuning
  #connection?: Connection
  #acks = new AckQueue()
  #acked = new RecentIds()
  #deliver!: (delivery: Delivery) => void
  #isPaused = false
  #failures = 0
  #lastReason?: string
  #retry?: NodeJS.Timeout
  #whenClosed?: () => void
  #isStopped = false

  constructor(
    protected config: Pick<ResolvedTapConfig, 'url' | 'adminPassword' | 'reconnect'>,
    protected hooks: ChannelHooks,
    tuning: Partial<ChannelTuning> = {}
  ) {
    this.#tuning = { ...TUNING, ...tuning }
  }

  start(deliver: (delivery: Delivery) => void) {
    this.#deliver = deliver
    this.#connect()
  }

  pause() {
    this.#isPaused = true
    this.#connection?.pause()
  }

  resume() {
    this.#isPaused = false
    this.#connection?.resume()
  }

  /**
   * Acks stay back until the end and leave together with the goodbye: to an ack alone the server
   * answers with the repo's next event, which nobody would read any more and which it would not
   * send again for a minute.
   */
  async stop(drained: Promise<unknown> = Promise.resolve()) {
    this.#isStopped = true
    clearTimeout(this.#retry)
    this.#connection?.pause()
    this.#acks.hold()
    await drained
    if (!this.#connection) return

    const closed = new Promise<void>((resolve) => (this.#whenClosed = resolve))
    this.#acks.flush()
    this.#connection.close(this.#tuning.closeTimeout)
    await closed
  }

  #connect() {
    const url = new URL('channel', this.config.url)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'

    let openedAt = 0
    const connection = new Connection(
      { url: url.href, headers: authHeaders(this.config), ...this.#tuning },
      {
        onOpen: () => {
          openedAt = Date.now()
          this.#lastReason = undefined
          // Ids name events for as long as the server runs, and no connection outlives it.
          this.#acked = new RecentIds()
          if (this.#isPaused) connection.pause()
          this.hooks.onConnected()
          this.#acks.use(connection)
        },
        onFrame: (text) => this.#receive(text, connection),
        onClose: (reason) => {
          if (openedAt && Date.now() - openedAt >= STABLE_AFTER) this.#failures = 0
          this.#connection = undefined
          this.#closed(reason)
        },
      }
    )
    this.#connection = connection
  }

  #closed(reason: CloseReason) {
    this.#whenClosed?.()
    if (this.#isStopped) return
    const delay = backoff(++this.#failures, this.config.reconnect)
    if (reason.text !== this.#lastReason) this.hooks.onDisconnected(reason, delay)
    this.#lastReason = reason.text
    this.#retry = setTimeout(() => this.#connect(), delay)
  }

  #receive(text: string, connection: Connection) {
    if (this.#isStopped) return
    const receivedAt = Date.now()
    const id = readFrameId(text)
    const ack = () => {
      if (id === undefined) return
      if (connection === this.#connection) this.#acked.add(id)
      this.#acks.add(id, connection, receivedAt)
    }

    // Sent again before the server read our ack.
    if (id !== undefined && this.#acked.has(id)) return ack()

    let event: TapEvent
    try {
      event = parseFrame(text)
      if (id === undefined) throw new E_TAP_INVALID_FRAME('This event has no id')
    } catch (error) {
      this.hooks.onUnreadable(text, id, error)
      return ack()
    }
    this.#deliver({ id, event, ack })
  }
}
