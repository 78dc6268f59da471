import { randomUUID } from 'node:crypto'
import { findingsOf, reasonOf } from '../findings.js'
import type { Check } from '../types.js'

const { ok, error } = findingsOf('Tables')

/**
 * Queries both stores as the app does, and checks their tables.
 */
export const checkStorage: Check = async ({ config: { stores } }) => {
  try {
    const problems = (await stores.examine?.()) ?? []
    if (problems.length > 0) return problems.map(({ message, fix }) => error(message, fix))
    await stores.grants.find(randomUUID())
    await stores.grants.findIdle(0, 1)
    await stores.grants.countByKey()
    await stores.states.find(randomUUID())
    return [ok('The tables match this version')]
  } catch (cause) {
    return [error(`The tables can't be read: ${reasonOf(cause)}`, 'Run "node ace migration:run"')]
  }
}
