import type { DeadLetterStore } from 'adonisjs-atproto-tap/types'

/** Holds nothing, and can't be written. */
export class BrokenStore implements DeadLetterStore {
  async put() {
    throw new Error('The disk is full')
  }

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
