import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { readClientFrame } from './client_frame.js'
import { Fifo } from './fifo.js'
import type { Delivery, OutboxEvent } from '../types.js'

/** Bytes that may wait in one client's socket before its share goes to the others. */
const SOCKET_BUFFER = 64 * 1024

/** Repeats wait for a client up to this many events; first sends always do. */
const CAPACITY = 10_000

/** `/channel`: any number of clients share one stream, each event goes to one of them. */
export class Channel implements Delivery {
  readonly insists = false
  #server = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 })
  #clients: WebSocket[] = []
  #outgoing = new Fifo<OutboxEvent>()

  constructor(private onAck: (id: number) => void) {}

  send(event: OutboxEvent, isRepeat = false): void {
    if (isRepeat && this.#outgoing.length >= CAPACITY) return

    this.#outgoing.push(event)
    this.#pump()
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#clients.push(client)
      client.on('message', (data) => this.#receive(client, data as Buffer))
      client.on('close', () => {
        this.#clients = this.#clients.filter((other) => other !== client)
      })
      client.on('error', () => client.terminate())
      this.#pump()
    })
  }

  /** The real server sends no close frame either: clients see 1006. */
  close(): void {
    for (const client of this.#clients) client.terminate()
    this.#server.close()
  }

  #receive(client: WebSocket, data: Buffer): void {
    const frame = readClientFrame(data.toString())
    if (frame === 'broken') return client.terminate()
    const { ack } = frame
    // An ack with a close right behind it is a goodbye: what follows is for the other clients.
    if (ack !== undefined) setImmediate(() => this.onAck(ack))
  }

  #pump(): void {
    while (this.#outgoing.length > 0) {
      const client = this.#nextClient()
      if (!client) return

      const event = this.#outgoing.shift()!
      client.send(event.data, () => this.#pump())
    }
  }

  /** Takes turns between those that keep up. */
  #nextClient(): WebSocket | undefined {
    const index = this.#clients.findIndex(
      (client) => client.readyState === client.OPEN && client.bufferedAmount < SOCKET_BUFFER
    )
    if (index === -1) return undefined

    const [client] = this.#clients.splice(index, 1)
    this.#clients.push(client!)
    return client
  }
}
