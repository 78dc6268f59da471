import { EventEmitter } from 'node:events'
import type { ChannelFault } from './channel_fault.js'
import type { ChannelClient, SentEvent } from './types.js'

/** How many sent events can be repeated. */
const REMEMBERED = 1000

/**
 * Stands between Tap's channel and its clients, and applies faults. It outlives the server, which
 * is a new one after each restart.
 */
export class ChannelGate {
  readonly clients = new Set<ChannelClient>()
  readonly #faults = new Set<ChannelFault>()
  readonly #acks = new EventEmitter().setMaxListeners(0)
  readonly #sent = new Map<number, SentEvent>()

  /** The last events that were sent, oldest first, each once. */
  get sent(): SentEvent[] {
    return [...this.#sent.values()]
  }

  connected(client: ChannelClient): void {
    this.clients.add(client)
    client.webSocket.on('close', () => this.clients.delete(client))
  }

  send(client: ChannelClient, event: SentEvent, onWritten: () => void): void {
    this.#remember(event)
    // The newest fault is applied first.
    const faults = [...this.#faults].reverse()
    if (faults.some((fault) => fault.effect.send?.(client, event, fault))) return
    client.webSocket.send(event.data, onWritten)
  }

  /** Whether Tap gets the acknowledgement that a client sent. */
  passesAck(): boolean {
    return ![...this.#faults].some((fault) => fault.effect.loseAck?.(fault))
  }

  acked(id: number): void {
    this.#acks.emit(String(id))
  }

  /** Calls this when the event is acknowledged. */
  onAck(id: number, callback: () => void): void {
    this.#acks.once(String(id), callback)
  }

  add(fault: ChannelFault): ChannelFault {
    this.#faults.add(fault)
    fault.atEnd(() => this.#faults.delete(fault))
    return fault
  }

  async restoreAll(): Promise<void> {
    for (const fault of this.#faults) await fault.restore()
  }

  #remember(event: SentEvent): void {
    this.#sent.delete(event.id)
    this.#sent.set(event.id, event)
    if (this.#sent.size <= REMEMBERED) return
    const [oldest] = this.#sent.keys()
    this.#sent.delete(oldest!)
  }
}
