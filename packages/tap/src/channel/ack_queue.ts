import type { Connection } from './connection.js'

/**
 * Collects the acks of one connection and writes those of one turn of the event loop together. They
 * never reach another connection: there, an id may name another event.
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
    if (!this.#isHeld) this.#flushing ??= setImmediate(() => this.flush())
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
