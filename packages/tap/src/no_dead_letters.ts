import type { DeadLetterStore } from './dead_letter.js'

/**
 * Keeps nothing, for an app that configured `false`: the log line is all that remains of an event
 * that was set aside.
 */
export class NoDeadLetters implements DeadLetterStore {
  async put() {}

  async find() {
    return null
  }

  async list() {
    return []
  }

  async read() {
    return []
  }

  async count() {
    return []
  }

  async delete() {
    return 0
  }

  async deleteByDid() {
    return 0
  }

  async prune() {
    return 0
  }

  async lock() {
    return true
  }

  async unlock() {}
}
