import { createHash, randomBytes } from 'node:crypto'
import { getMain, type RecordSchema } from '@atproto/lex'
import type { DidString, HandleString, NsidString } from '@atproto/syntax'
import { tidOf } from '../lucid/tid.js'
import type {
  IdentityEvent,
  RecordDeleted,
  RecordEvent,
  RecordLexicon,
  RecordWritten,
} from '../types.js'

type Written<L extends RecordLexicon | string> = Extract<RecordEvent<L>, { cid: string }>
type Deleted<L extends RecordLexicon | NsidString> = Exclude<RecordEvent<L>, { cid: string }>

/** The values of a record. The type is added. */
type RecordValues<L extends RecordLexicon | string> = Omit<Written<L>['record'], '$type'> & {
  $type?: string
}

export interface RecordEventOptions {
  /** The account; a new one by default. */
  did?: string
  /** A TID by default. */
  rkey?: string
  /** By default, greater than that of all events created before. */
  rev?: string
  /** @default true */
  live?: boolean
}

export interface IdentityEventOptions {
  did?: string
  handle?: string
  status?: IdentityEvent['status']
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * Events as the Tap server sends them, for `tap.dispatch`.
 *
 * @example
 * const created = tapEvents.create(xyz.statusphere.status, { status: '👍', createdAt })
 * await tap.dispatch(created)
 * await tap.dispatch(tapEvents.delete(created))
 */
export const tapEvents = {
  /** A new record. */
  create<const L extends RecordLexicon | string>(
    lexicon: L,
    record: NoInfer<RecordValues<L>>,
    options: RecordEventOptions = {}
  ): Written<L> & { action: 'create' } {
    const collection = collectionOf(lexicon)
    const base = { did: newDid(), rkey: newTid(), rev: newTid(), live: true, ...options }
    return written('create', { ...base, collection }, record) as never
  },

  /** A later version of a record. */
  update<Event extends RecordWritten<any, any>>(
    event: Event,
    record: Omit<Event['record'], '$type'>,
    options: Omit<RecordEventOptions, 'did' | 'rkey'> = {}
  ): Omit<Event, 'action'> & { action: 'update' } {
    return written('update', { ...event, rev: newTid(), ...options }, record) as never
  },

  /** The deletion of a record. */
  delete<const L extends RecordLexicon | NsidString>(
    event: RecordWritten<any, any> | L,
    options: RecordEventOptions = {}
  ): Deleted<L> {
    const isEvent = typeof event === 'object' && 'action' in event
    const known = isEvent
      ? { did: event.did, rkey: event.rkey, collection: event.collection }
      : { did: newDid(), rkey: newTid(), collection: collectionOf(event as L) }
    const base = { ...known, rev: newTid(), live: true, ...options }
    return recordEvent('delete', base) as unknown as Deleted<L>
  },

  /** A change of an account: its handle or its status. */
  identity(options: IdentityEventOptions = {}): IdentityEvent {
    const { did = newDid(), handle = 'handle.invalid', status = 'active' } = options
    return {
      type: 'identity',
      did: did as DidString,
      handle: handle as HandleString,
      isActive: status === 'active',
      status,
    }
  },
}

interface Base {
  did: string
  collection: string
  rkey: string
  rev: string
  live: boolean
}

function recordEvent(action: RecordEvent['action'], { did, collection, rkey, rev, live }: Base) {
  const uri = `at://${did}/${collection}/${rkey}`
  return { type: 'record', action, did, rev, collection, rkey, uri, live } as RecordDeleted
}

function written(action: 'create' | 'update', base: Base, values: object) {
  const record = { $type: base.collection, ...values }
  return { ...recordEvent(action, base), cid: cidOf(record), record }
}

function collectionOf(lexicon: RecordLexicon | string): string {
  return typeof lexicon === 'string' ? lexicon : getMain(lexicon as { main: RecordSchema }).$type
}

function newDid(): string {
  return `did:plc:${base32(randomBytes(15))}`
}

let lastTid = 0

/** Returns a TID that is greater than all before, like the revisions of a repo. */
function newTid(): string {
  lastTid = Math.max(lastTid + 1, Date.now())
  return tidOf(lastTid)
}

/** Returns a well-formed CID (version 1, DAG-CBOR, SHA-256) that differs for each record. */
function cidOf(record: object): string {
  const hash = createHash('sha256').update(JSON.stringify(record)).digest()
  return `b${base32(Buffer.from([1, 0x71, 0x12, 32, ...hash]))}`
}

function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(value >>> (bits - 5)) & 31]
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text
}
