import type { LexMap } from '@atproto/lex'
import type { TapEvent } from '../types.js'

interface Run {
  readonly signal: AbortSignal
}

/**
 * An event with the signal of its attempt. Most handlers don't use the signal, and creating it
 * takes as long as parsing a small record, so it is created when it is read.
 */
class Incoming {
  #run?: Run

  static attach(event: object, run: Run) {
    if (event instanceof Incoming) event.#run = run
  }

  get signal(): AbortSignal | undefined {
    return this.#run?.signal
  }
}

export class IncomingRecord extends Incoming {
  type = 'record' as const
  did: string
  rev: string
  collection: string
  rkey: string
  uri: string
  action: 'create' | 'update' | 'delete'
  cid?: string
  record?: LexMap
  live: boolean

  constructor(body: Omit<IncomingRecord, 'type' | 'uri' | 'signal' | 'record'>, record?: LexMap) {
    super()
    this.did = body.did
    this.rev = body.rev
    this.collection = body.collection
    this.rkey = body.rkey
    this.uri = `at://${body.did}/${body.collection}/${body.rkey}`
    this.action = body.action
    this.cid = body.cid
    this.record = record
    this.live = body.live
  }
}

export class IncomingIdentity extends Incoming {
  type = 'identity' as const
  did: string
  handle: string
  isActive: boolean
  status: string

  constructor(body: { did: string; is_active: boolean; status: string }, handle: string) {
    super()
    this.did = body.did
    this.handle = handle
    this.isActive = body.is_active
    this.status = body.status
  }
}

export function attachRun(event: TapEvent, run: Run) {
  Incoming.attach(event, run)
}

/** Returns a copy with a signal, which a handler may change. */
export function copyEvent(event: TapEvent): TapEvent {
  const copy =
    event.type === 'record'
      ? new IncomingRecord(event, event.record)
      : new IncomingIdentity({ ...event, is_active: event.isActive }, event.handle)
  return copy as unknown as TapEvent
}
