import type { DeadLetterStore } from '../dead_letter.js'
import { deleting } from './contract/deleting.js'
import { leases } from './contract/leases.js'
import { reading } from './contract/reading.js'
import { Scene } from './contract/scene.js'
import { writing } from './contract/writing.js'

/**
 * One promise that a store has to keep. `run` rejects when it does not.
 */
export interface DeadLetterRequirement {
  title: string
  run(): Promise<void>
}

/**
 * What the rest of the package relies on, for a store of your own. Works with any test runner, on a
 * store that may hold other letters; nobody else may hold its lease.
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
