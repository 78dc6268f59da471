import type { IndexerClass } from '../types.js'
import type { Binding } from './registry.js'
import { E_TAP_INVALID_INDEXER } from '../errors.js'

/**
 * The class behind a binding. Imported for each event anew, which the module cache makes cheap and hot reload needs.
 */
export async function loadIndexer(binding: Binding): Promise<IndexerClass<any>> {
  const module = await binding.load()
  if (typeof module?.default?.prototype?.handle === 'function') return module.default
  throw new E_TAP_INVALID_INDEXER(
    `The indexer that start/tap.ts binds to ${binding.name} must be the default export of its module: a class with a "handle" method`
  )
}
