import type { FaultyTap } from '../faults/tap/types.js'
import type { DevnetTapOptions } from '../types.js'

/** What `startTap` needs besides the options of the devnet's Tap server. */
export interface TapOptions extends DevnetTapOptions {
  /** The PDS whose repos are followed and backfilled, such as `http://localhost:2583`. */
  pdsUrl: string

  /** The PLC directory that resolves DIDs. */
  plcUrl: string

  /** Default 0: any free port. */
  port?: number

  /** Folder for repos, cursor and unacked events. Without one, they are lost at close. */
  dataDir?: string

  /**
   * Sequence number of the PDS's firehose to start after when no cursor was saved. Default: read
   * the whole firehose, and skip what was written before Tap started.
   */
  startCursor?: number
}

type ServerOfFaults = FaultyTap['server']

/** A running embedded Tap. */
export interface TapServer extends ServerOfFaults, AsyncDisposable {
  /** Such as `http://127.0.0.1:2480`. */
  readonly url: string

  readonly adminPassword: string | undefined

  /**
   * Closes the sockets without a close frame, like the real server, and releases ports, timers and
   * locks.
   */
  close(): Promise<void>
}

/** The state of a followed repo, as in `/info/:did`. */
export type RepoState = 'pending' | 'desynchronized' | 'resyncing' | 'active' | 'error'

export type AccountStatus = 'active' | 'takendown' | 'suspended' | 'deactivated' | 'deleted'

/** One followed repo. */
export interface Repo {
  did: string
  state: RepoState
  status: AccountStatus
  handle: string
  rev: string
  error: string
  retries: number
}

/** One write of a commit. `record` is JSON, and absent when it could not be decoded. */
export interface RecordOp {
  collection: string
  rkey: string
  action: 'create' | 'update' | 'delete'
  record?: unknown
  cid?: string
}

export interface Commit {
  did: string
  rev: string
  ops: RecordOp[]
}

/** A whole repo from its PDS, with a verified signature. */
export interface RepoSnapshot {
  rev: string
  records: { collection: string; rkey: string; cid: string; record?: unknown }[]
}

export interface RecordEvent {
  live: boolean
  did: string
  rev: string
  collection: string
  rkey: string
  action: 'create' | 'update' | 'delete'
  record?: unknown
  cid?: string
}

export interface IdentityEvent {
  did: string
  handle: string
  is_active: boolean
  status: AccountStatus
}

/** An event to send. `data` is its serialized form. */
export interface OutboxEvent {
  id: number
  did: string
  live: boolean
  data: string
}

/** Delivers events to the clients of the channel, or to a webhook. */
export interface Delivery {
  send(event: OutboxEvent, isRepeat?: boolean): void

  /** Whether it retries until the event is acked. */
  readonly retries: boolean
}
