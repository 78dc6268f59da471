/**
 * Puts an entry at the end of a map that has a bound, and drops the one that was not put there for
 * the longest time.
 */
export function keepRecent<Key, Value>(
  map: Map<Key, Value>,
  key: Key,
  value: Value,
  limit: number
): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > limit) map.delete(map.keys().next().value!)
}
