import { E_TAP_INVALID_INDEXER } from '../errors.js'
import type { IndexerClass } from '../types.js'
import type { Binding } from './registry.js'

/**
 * The class behind a binding. Hot reload brings a new one each time that it is imported; otherwise
 * an import for each event would cost more than all the rest.
 */
export async function loadIndexer(binding: Binding): Promise<IndexerClass<any>> {
  if (binding.loaded && !('hot' in import.meta)) return binding.loaded
  const module = await binding.load()
  if (typeof module?.default?.prototype?.handle === 'function') {
    binding.loaded = module.default
    return module.default
  }
  throw new E_TAP_INVALID_INDEXER(
    `The indexer that start/tap.ts binds to ${binding.name} must be a class with a "handle" method, exported as the default of its module`
  )
}
