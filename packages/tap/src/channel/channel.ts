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

/** After a connection has lasted this long, delays start from the shortest one again. */
const STABLE_AFTER = 5_000

/** How much is kept of a frame that is too large: enough to identify its record. */
const EXCERPT = 4 * 1024

export interface ChannelTuning {
  pingInterval: number
  handshakeTimeout: number
  /** Above `limits.bytes`, so that the id of a larger frame can be read and acked. */
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
 * The Tap server's WebSocket channel. It reconnects whenever the connection ends. `TapChannel` of
 * `@atproto/tap` is not used, because it does not reconnect after a clean close, handles one event
 * at a time, and hides frames that it can't parse.
 */
export class Channel implements TapSource {
  readonly redelivers = true
  readonly waits = true
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
   * Acks are held until the end and sent together with the close frame. To an ack alone, the server
   * would respond with the repo's next event, which would not be read and not be sent again for a
   * minute.
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
