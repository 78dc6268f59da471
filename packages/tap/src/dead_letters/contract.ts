import type { DeadLetterStore } from '../dead_letter.js'
import { deleting } from './contract/deleting.js'
import { leases } from './contract/leases.js'
import { reading } from './contract/reading.js'
import { Scene } from './contract/scene.js'
import { writing } from './contract/writing.js'

/**
 * One requirement of the contract. `run` rejects if a store does not meet it.
 */
export interface DeadLetterRequirement {
  title: string
  run(): Promise<void>
}

/**
 * The contract of a store, to test your own. Works with any test runner. The store may contain
 * other letters, but its lease must be free.
 *
 * @param createStore - Called once for each requirement
 *
 * @example
 * for (const { title, run } of deadLetterContract(() => new MyStore(connection))) {
 *   test(title, run)
 * }
 */
export function deadLetterContract(
  createStore: () => DeadLetterStore | Promise<DeadLetterStore>
): DeadLetterRequirement[] {
  return [...writing, ...reading, ...deleting, ...leases].map(({ title, run }) => ({
    title,
    run: async () => run(new Scene(await createStore())),
  }))
}
