import { E_TAP_INVALID_INDEXER } from '../errors.js'
import { BoundIndexer } from './bound_indexer.js'
import type { Binding } from './registry.js'

/**
 * Loads the indexer of a binding. It is imported once, because imports are slow, or each time with
 * hot reload, which may return a new class.
 *
 * @throws E_TAP_INVALID_INDEXER
 */
export async function loadIndexer(binding: Binding): Promise<BoundIndexer> {
  if (binding.loaded && !binding.isReloaded) return binding.loaded
  const { indexer } = binding
  const exported = binding.isLazy ? await load(binding) : indexer
  if (binding.loaded && binding.module === exported) return binding.loaded
  binding.module = exported
  binding.loaded = new BoundIndexer(binding.name, exported)
  return binding.loaded
}

async function load({ name, indexer }: Binding): Promise<unknown> {
  const module = await (indexer as () => Promise<{ default?: unknown }>)()
  if (module?.default) return module.default
  throw new E_TAP_INVALID_INDEXER(
    `The indexer that start/tap.ts binds to ${name} must be the default export of its module, or a function that takes the event`
  )
}
