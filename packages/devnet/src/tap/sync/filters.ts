/**
 * Whether a collection passes the filters: exact NSIDs, or prefixes ending in `*`. Without filters,
 * every collection passes.
 */
export function matchesCollection(collection: string, filters: readonly string[]): boolean {
  if (filters.length === 0) return true
  return filters.some((filter) =>
    filter.endsWith('*') ? collection.startsWith(filter.slice(0, -1)) : filter === collection
  )
}
