import { NoDeadLetters } from '../../src/no_dead_letters.js'

/** Holds nothing, and can't be written. */
export class BrokenStore extends NoDeadLetters {
  override async put() {
    throw new Error('The disk is full')
  }
}
