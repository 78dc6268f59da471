import { SimpleStoreMemory } from '@atproto-labs/simple-store-memory'

const MEGABYTE = 1024 * 1024

/** An empty array takes two characters of JSON and about ten times as much memory. */
const BYTES_PER_CHARACTER = 10

function sizeOf(value: unknown): number {
  return (JSON.stringify(value) ?? '').length * BYTES_PER_CHARACTER
}

/**
 * A cache for responses of untrusted servers. It is limited by memory, not by a number of entries.
 *
 * @param ttl - In milliseconds
 */
export function createCache<Value extends {} | null>(ttl: number, megabytes: number) {
  return new SimpleStoreMemory<string, Value>({
    ttl,
    maxSize: megabytes * MEGABYTE,
    sizeCalculation: (value, key) => sizeOf(value) + sizeOf(key),
  })
}
