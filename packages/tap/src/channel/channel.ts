import { authHeaders } from '../auth_headers.js'
import { backoff } from '../backoff.js'
import debug from '../debug.js'
import type { Diagnostics } from '../diagnostics.js'
import { E_TAP_INVALID_FRAME } from '../errors.js'
import { oversize } from '../frames/limits.js'
import { readRoute } from '../frames/read_head.js'
import type { Delivery, ResolvedTapConfig, TapSource } from '../types.js'
import { AckQueue } from './ack_queue.js'
import { ChannelDelivery } from './channel_delivery.js'
import type { CloseReason } from './close_reason.js'
import { Connection } from './connection.js'
import { holdFrame } from './held_frame.js'

/** After a connection that lived this long, the next failure starts from the shortest delay. */
const STABLE_AFTER = 5_000

/** Of a frame that is too large to be kept, enough to tell which record it holds */
const EXCERPT = 4 * 1024

export interface ChannelTuning {
  pingInterval: number
  handshakeTimeout: number
  /** Above `limits.bytes`, so that a larger frame can be read far enough to be acked */
  maxPayload: number
  closeTimeout: number
}

const TUNING: ChannelTuning = {
  pingInterval: 15_000,
  handshakeTimeout: 5_000,
  maxPayload: 256 * 1024 * 1024,
  closeTimeout: 1_000,
}

export type ChannelConfig = Pick<
  ResolvedTapConfig,
  'url' | 'adminPassword' | 'reconnect' | 'limits'
>

/**
 * The Tap server's WebSocket channel, which comes back after whatever ends it. `TapChannel` of
 * `@atproto/tap` can't serve: it ends for good on a clean close, waits for one handler at a time,
 * and hides the frames it can't parse.
 */
export class Channel implements TapSource {
  readonly redelivers = true
  readonly name: string
  #config: ChannelConfig
  #diagnostics: Diagnostics
  #tuning: ChannelTuning
  #connection?: Connection
  #acks?: AckQueue
  #deliver!: (delivery: Delivery) => void
  #isPaused = false
  #isConnected = false
  #isStopped = false
  #failures = 0
  #lastReason?: string
  #retry?: NodeJS.Timeout
  #whenClosed?: () => void

  constructor(
    config: ChannelConfig,
    diagnostics: Diagnostics,
    tuning: Partial<ChannelTuning> = {}
  ) {
    this.#config = config
    this.#diagnostics = diagnostics
    this.#tuning = { ...TUNING, ...tuning }
    this.name = config.url.origin
  }

  get isConnected() {
    return this.#isConnected
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
   * Acks stay back until the end and leave together with the close frame: to an ack alone the
   * server responds with the repo's next event, which nobody would read any more and which it
   * would not send again for a minute.
   */
  async stop(drained: Promise<unknown> = Promise.resolve()) {
    this.#isStopped = true
    clearTimeout(this.#retry)
    this.#connection?.pause()
    this.#acks?.hold()
    await drained
    if (!this.#connection) return

    const closed = new Promise<void>((resolve) => (this.#whenClosed = resolve))
    this.#acks?.flush()
    this.#connection.close(this.#tuning.closeTimeout)
    await closed
  }

  #connect() {
    const url = new URL('channel', this.#config.url)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    debug('connecting to %s', url)

    let openedAt = 0
    const connection: Connection = new Connection(
      { url: url.href, headers: authHeaders(this.#config), ...this.#tuning },
      {
        onOpen: () => {
          openedAt = Date.now()
          this.#opened(connection)
        },
        onFrame: (data) => this.#receive(data, acks),
        onClose: (reason) => {
          if (openedAt && Date.now() - openedAt >= STABLE_AFTER) this.#failures = 0
          this.#closed(reason)
        },
      }
    )
    const acks = new AckQueue(connection)
    this.#connection = connection
    this.#acks = acks
  }

  #opened(connection: Connection) {
    this.#isConnected = true
    this.#lastReason = undefined
    if (this.#isPaused) connection.pause()
    this.#diagnostics.publish('connected', () => ({ address: this.name }))
  }

  #closed(reason: CloseReason) {
    this.#isConnected = false
    this.#connection = undefined
    this.#acks = undefined
    this.#whenClosed?.()
    if (this.#isStopped) return
    const delay = backoff(++this.#failures, this.#config.reconnect)
    debug('no connection: %s, next attempt in %d ms', reason.text, delay)
    if (reason.text !== this.#lastReason) {
      const { text, help } = reason
      const message = { address: this.name, reason: text, help, delay }
      this.#diagnostics.publish('disconnected', () => message)
    }
    this.#lastReason = reason.text
    this.#retry = setTimeout(() => this.#connect(), delay)
  }

  #receive(data: Buffer, acks: AckQueue) {
    if (this.#isStopped) return
    const { limits } = this.#config
    const isOversize = data.length > limits.bytes
    const frame = isOversize ? data.toString('utf8', 0, EXCERPT) : holdFrame(data)
    const head = readRoute(frame, limits)
    if (head.id === undefined) {
      const error = new E_TAP_INVALID_FRAME('This frame has no id')
      return this.#diagnostics.publish('unreadable', () => ({ frame: frame.toString(), error }))
    }
    const error = isOversize ? oversize('bytes', limits) : undefined
    this.#deliver(new ChannelDelivery(frame, head, acks, data.length, error))
  }
}
