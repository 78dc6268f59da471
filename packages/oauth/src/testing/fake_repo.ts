import { cidForCbor } from '@atproto/lex'
import { createTid } from './ids.js'
import { FakeXrpcError } from './xrpc_error.js'

export type FakeRecord = Record<string, unknown>

export interface FakeRecordRef {
  /** `at://did/collection/rkey` */
  uri: string
  /** Well-formed, but not the one that a real server computes. */
  cid: string
}

type Stored = FakeRecordRef & { value: FakeRecord }

async function cidOf(value: unknown): Promise<string> {
  const cid = await cidForCbor(new TextEncoder().encode(JSON.stringify(value)))
  return cid.toString()
}

/**
 * The records of one account.
 */
export class FakeRepo {
  #did: string
  #collections = new Map<string, Map<string, Stored>>()

  constructor(did: string) {
    this.#did = did
  }

  /** @throws FakeXrpcError when the record exists */
  async create(collection: string, record: FakeRecord, rkey = createTid()) {
    if (this.#of(collection).has(rkey)) {
      throw new FakeXrpcError(400, 'InvalidRequest', `There is a record ${rkey} in ${collection}`)
    }
    return this.put(collection, rkey, record)
  }

  async put(collection: string, rkey: string, record: FakeRecord): Promise<FakeRecordRef> {
    // Converted to JSON, as a server receives it.
    const value = JSON.parse(JSON.stringify({ ...record, $type: collection }))
    const ref = { uri: `at://${this.#did}/${collection}/${rkey}`, cid: await cidOf(value) }
    this.#of(collection).set(rkey, { ...ref, value })
    return ref
  }

  delete(collection: string, rkey: string): void {
    this.#of(collection).delete(rkey)
  }

  /** @throws FakeXrpcError */
  get(collection: string, rkey: string): Stored {
    const stored = this.#of(collection).get(rkey)
    if (!stored) {
      throw new FakeXrpcError(400, 'RecordNotFound', `There is no record ${rkey} in ${collection}`)
    }
    return structuredClone(stored)
  }

  /** Newest first, as their keys say. */
  list(collection: string): Stored[] {
    const sorted = [...this.#of(collection)].sort(([a], [b]) => (a < b ? 1 : -1))
    return structuredClone(sorted.map(([, stored]) => stored))
  }

  async commit() {
    const rev = createTid()
    return { rev, cid: await cidOf({ did: this.#did, rev }) }
  }

  #of(collection: string) {
    const records = this.#collections.get(collection) ?? new Map<string, Stored>()
    this.#collections.set(collection, records)
    return records
  }
}
