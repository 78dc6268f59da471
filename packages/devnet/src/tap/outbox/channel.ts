import type { ChannelGate } from '../../faults/tap/channel_gate.js'
import type { ChannelClient } from '../../faults/tap/types.js'
import type { Delivery, OutboxEvent } from '../types.js'
import { Fifo } from './fifo.js'

/** Bytes that may wait in a client's socket before events go to other clients. */
const SOCKET_BUFFER = 64 * 1024

/** The limit of repeated events that wait for a client. New events have no limit. */
const CAPACITY = 10_000

/** `/channel`: all clients share one stream, and each event goes to one of them. */
export class Channel implements Delivery {
  readonly retries = false
  readonly #onAck: (id: number) => void
  readonly #gate: ChannelGate
  #clients: ChannelClient[] = []
  #outgoing = new Fifo<OutboxEvent>()

  constructor(onAck: (id: number) => void, gate: ChannelGate) {
    this.#onAck = onAck
    this.#gate = gate
  }

  send(event: OutboxEvent, isRepeat = false): void {
    if (isRepeat && this.#outgoing.length >= CAPACITY) return

    this.#outgoing.push(event)
    this.#pump()
  }

  accept(client: ChannelClient): void {
    const { webSocket } = client
    this.#clients.push(client)
    this.#gate.connected(client)
    webSocket.on('message', (data) => this.#receive(client, String(data)))
    webSocket.on('close', () => {
      this.#clients = this.#clients.filter((other) => other !== client)
    })
    webSocket.on('error', () => webSocket.terminate())
    this.#pump()
  }

  /** Closes without a close frame, like the real server: clients see code 1006. */
  close(): void {
    for (const { webSocket } of this.#clients) webSocket.terminate()
  }

  #receive({ webSocket }: ChannelClient, text: string): void {
    const frame = readClientFrame(text)
    if (frame === 'invalid') return webSocket.terminate()
    const { ack } = frame
    // When a close follows the ack, the next event must go to another client.
    if (ack !== undefined && this.#gate.passesAck()) setImmediate(() => this.#onAck(ack))
  }

  #pump(): void {
    while (this.#outgoing.length > 0) {
      const client = this.#nextClient()
      if (!client) return

      const event = this.#outgoing.shift()!
      this.#gate.send(client, event, () => this.#pump())
    }
  }

  /** Alternates between the clients that keep up. */
  #nextClient(): ChannelClient | undefined {
    const index = this.#clients.findIndex(canTakeMore)
    if (index === -1) return undefined

    const [client] = this.#clients.splice(index, 1)
    this.#clients.push(client!)
    return client
  }
}

function canTakeMore({ webSocket, socket }: ChannelClient): boolean {
  const isOpen = webSocket.readyState === webSocket.OPEN && socket.writable
  return isOpen && webSocket.bufferedAmount < SOCKET_BUFFER
}

/**
 * Reads a client's frame: `{"type":"ack","id":1}`. Other types are ignored. Anything that does not
 * have this shape is invalid and ends the connection, as it does on the real server.
 */
export function readClientFrame(text: string): { ack?: number } | 'invalid' {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return 'invalid'
  }
  if (frame === null) return {}
  if (typeof frame !== 'object' || Array.isArray(frame)) return 'invalid'

  const { type = '', id = 0 } = frame as { type?: unknown; id?: unknown }
  if (typeof type !== 'string' || !isUnsignedInteger(id)) return 'invalid'
  return type === 'ack' ? { ack: id } : {}
}

function isUnsignedInteger(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}
