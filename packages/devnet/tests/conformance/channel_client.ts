import { once } from 'node:events'
import { lexParse } from '@atproto/lex'
import { parseTapEvent } from '@atproto/tap'
import { until } from '@tests/support/until'
import { WebSocket } from 'ws'

/** An event as it is on the wire. */
export interface WireEvent {
  id: number
  type: 'record' | 'identity'
  record?: {
    live: boolean
    did: string
    rev: string
    collection: string
    rkey: string
    action: string
    record?: Record<string, unknown>
    cid?: string
  }
  identity?: { did: string; handle: string; is_active: boolean; status: string }
}

interface ConnectOptions {
  authorization?: string
  /** Whether it acks all events; default true. */
  acks?: boolean
  /** Whether it reads no frame, and keeps all in `texts`; default false. */
  raw?: boolean
}

/**
 * A client of `/channel` that records all events. Every frame is validated with the official
 * parser.
 */
export class ChannelClient {
  readonly events: WireEvent[] = []
  readonly texts: string[] = []
  /** the close code, once closed */
  closed: number | undefined
  #held = new Set<string>()

  private constructor(
    readonly socket: WebSocket,
    private options: ConnectOptions
  ) {
    socket.on('message', (data) => this.#receive(String(data)))
    socket.on('close', (code) => {
      this.closed = code
    })
  }

  static async connect(url: string, options: ConnectOptions = {}): Promise<ChannelClient> {
    const socket = new WebSocket(
      `${url.replace(/^http/, 'ws')}/channel`,
      options.authorization ? { headers: { authorization: options.authorization } } : {}
    )
    // Added before the connection opens: the first frames may arrive with it.
    const client = new ChannelClient(socket, options)
    await once(socket, 'open')
    return client
  }

  get records() {
    return this.events.flatMap((event) => (event.record ? [event.record] : []))
  }

  get identities() {
    return this.events.flatMap((event) => (event.identity ? [event.identity] : []))
  }

  /** `rkey` of each record event so far, repeats included. */
  get rkeys(): string[] {
    return this.records.map((record) => record.rkey)
  }

  /** Leaves the events of this record key unacked. */
  hold(rkey: string): void {
    this.#held.add(rkey)
  }

  /** Acks a held event of this record key. */
  async release(rkey: string): Promise<void> {
    const { id } = await this.record(rkey)
    this.#held.delete(rkey)
    this.ack(id)
  }

  ack(id: number): void {
    this.send(JSON.stringify({ type: 'ack', id }))
  }

  send(data: string): void {
    this.socket.send(data)
  }

  /** The first event of the record with this key. */
  record(rkey: string): Promise<WireEvent> {
    return this.event((event) => event.record?.rkey === rkey)
  }

  event(matches: (event: WireEvent) => boolean): Promise<WireEvent> {
    return until(
      () => this.events.find(matches),
      () => `${matches} among ${this.texts.join('\n') || 'no event at all'}`
    )
  }

  /** Waits for as many record events. */
  async count(records: number): Promise<void> {
    await until(
      () => this.records.length >= records,
      () => `${records} records, got ${this.rkeys.join(', ') || 'none'}`
    )
  }

  /** Resolves with the close code of the connection. */
  closeCode(): Promise<number> {
    return until(() => this.closed)
  }

  close(): void {
    this.socket.terminate()
  }

  #receive(text: string): void {
    this.texts.push(text)
    if (this.options.raw) return
    parseTapEvent(lexParse(text))
    const event = JSON.parse(text) as WireEvent
    this.events.push(event)
    const isHeld = event.record !== undefined && this.#held.has(event.record.rkey)
    if (this.options.acks !== false && !isHeld) this.ack(event.id)
  }
}
