import type { Connection } from './connection.js'

/**
 * How long after it was received an event may be acked on another connection. The server sends what
 * it got no ack for again after 60 seconds, so a later ack gains nothing, and in that time ids may
 * have come to name other events.
 */
const CROSSES_CONNECTIONS_FOR = 30_000

interface Ack {
  id: string
  connection: Connection
  receivedAt: number
}

/**
 * Collects acks and writes those of one turn of the event loop together. Acks without a connection
 * wait for the next one.
 */
export class AckQueue {
  #acks: Ack[] = []
  #connection?: Connection
  #flushing?: NodeJS.Immediate
  #isHeld = false

  use(connection: Connection) {
    this.#connection = connection
    this.flush()
  }

  add(id: string, connection: Connection, receivedAt: number) {
    this.#acks.push({ id, connection, receivedAt })
    if (!this.#isHeld) this.#flushing ??= setImmediate(() => this.flush())
  }

  /** Keeps acks back until `flush` is called */
  hold() {
    this.#isHeld = true
  }

  flush() {
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    if (!this.#connection?.isOpen || this.#acks.length === 0) return
    const acks = this.#acks.splice(0).filter((ack) => this.#stillNamesItsEvent(ack))
    // The id is the server's own digits, which no JavaScript number has been through.
    this.#connection.send(acks.map(({ id }) => `{"type":"ack","id":${id}}`))
  }

  #stillNamesItsEvent({ connection, receivedAt }: Ack) {
    return connection === this.#connection || Date.now() - receivedAt < CROSSES_CONNECTIONS_FOR
  }
}
