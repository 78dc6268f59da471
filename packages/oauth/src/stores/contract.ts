import type { Stores } from '../types.js'
import { changing } from './contract/changing.js'
import { finding } from './contract/finding.js'
import { leases } from './contract/leases.js'
import { pendingSignIns } from './contract/states.js'

/**
 * One requirement of the contract. `run` rejects when a store does not meet it.
 */
export interface StoreRequirement {
  title: string
  run(): Promise<void>
}

/**
 * What the rest of the package relies on, for stores of your own. Works with any test runner, on
 * stores that may hold other rows.
 *
 * @param createStores - Called once for each requirement
 *
 * @example
 * for (const { title, run } of storeContract(() => new MyStores(connection))) {
 *   test(title, run)
 * }
 */
export function storeContract(createStores: () => Stores | Promise<Stores>): StoreRequirement[] {
  return [...finding, ...changing, ...leases, ...pendingSignIns].map(({ title, run }) => ({
    title,
    run: async () => run(await createStores()),
  }))
}
