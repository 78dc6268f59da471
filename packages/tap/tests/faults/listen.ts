import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import type { TapConfig, TapEvent } from '../../src/types.js'
import { startListener, STATUS } from '../helpers.js'

/**
 * A listener that notes what it handles, and the dead letters of what `handle` throws on.
 */
export async function listen(
  values: Partial<TapConfig>,
  handle: (event: any) => unknown = () => {}
) {
  const seen: any[] = []
  const registry = new IndexerRegistry()
  registry.index(STATUS, async (event: any) => {
    await handle(event)
    seen.push(event)
  })
  registry.identity(async (event: TapEvent) => void seen.push(event))
  const deadLetters = new MemoryDeadLetterStore()
  const listening = await startListener(registry, { deadLetters, ...values })
  const letters = () => deadLetters.read({}, { limit: 1_000, maxBytes: 1e9 })
  const hasSeen = ({ uri }: { uri: string }) => seen.some((event) => event.uri === uri)
  return { ...listening, seen, hasSeen, letters }
}
