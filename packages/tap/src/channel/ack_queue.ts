import type { Connection } from './connection.js'

/**
 * How many acks are written together. More than events come from one read of the socket, because
 * each write wakes the server. But thousands of waiting acks would survive a garbage collection.
 */
const MAX_PIECE = 256

/**
 * Collects the acks of one turn of the event loop, to send them in few writes. They are never sent
 * over another connection, where an id may belong to another event.
 */
export class AckQueue {
  #connection: Connection
  #ids: string[] = []
  #flushing?: NodeJS.Immediate
  #isHeld = false

  constructor(connection: Connection) {
    this.#connection = connection
  }

  add(id: string) {
    this.#ids.push(id)
    if (this.#isHeld) return
    if (this.#ids.length >= MAX_PIECE) this.flush()
    else this.#flushing ??= setImmediate(() => this.flush())
  }

  /** Keeps acks back until `flush` is called. */
  hold() {
    this.#isHeld = true
  }

  flush() {
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    const ids = this.#ids
    this.#ids = []
    if (!this.#connection.isOpen || ids.length === 0) return
    // The id is kept as the server's digits: it may not fit into a JavaScript number.
    this.#connection.send(ids.map((id) => `{"type":"ack","id":${id}}`))
  }
}
