import type { DeadLetterStore } from './dead_letter.js'

/**
 * Stores nothing, for an app with `deadLetters: false`. Only a log line remains of an event that
 * could not be handled.
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
