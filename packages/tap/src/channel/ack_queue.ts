import type { Connection } from './connection.js'

/**
 * Acks that are written together. Each is several objects until it is written, and thousands of
 * them, after one busy turn, outlive the garbage collection that they cause.
 */
const MAX_PIECE = 64

/**
 * Collects the acks of one turn of the event loop, so that few writes carry many. They never reach
 * another connection: there, an id may name another event.
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

  /** Keeps acks back until `flush` is called */
  hold() {
    this.#isHeld = true
  }

  flush() {
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    const ids = this.#ids
    this.#ids = []
    if (!this.#connection.isOpen || ids.length === 0) return
    // The id is the server's own digits, which no JavaScript number has been through.
    this.#connection.send(ids.map((id) => `{"type":"ack","id":${id}}`))
  }
}
