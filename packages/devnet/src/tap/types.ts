/** What `startTap` needs to know. Only the two URLs must be given. */
export interface TapOptions {
  /** The PDS whose repos are followed and back-filled, such as `http://localhost:2583`. */
  pdsUrl: string

  /** The PLC directory that DIDs are resolved with. */
  plcUrl: string

  /** Default 0: any free port. */
  port?: number

  /** Folder that keeps repos, cursor and unacked events. Without one, everything is forgotten at close. */
  dataDir?: string

  /** Follow every repo that has, or writes, a record of this collection (an exact NSID). */
  signalCollection?: string

  /** Collections that are sent, exact or ending in `*`. Default: all of them. */
  collectionFilters?: string[]

  /** When set, every route wants HTTP Basic credentials `admin:PASSWORD`, `/health` included. */
  adminPassword?: string

  /** Post events to this URL; `/channel` is then refused. */
  webhookUrl?: string

  /** Milliseconds after which an event that was not acked is sent again. Default 60,000. */
  retryTimeout?: number

  /**
   * Check handles with the PDS, both ways. Default true. With false they all arrive as
   * `handle.invalid`, which is what a real Tap says of `.test` names: DNS doesn't know them.
   */
  verifyHandles?: boolean

  /**
   * Sequence number of the PDS's firehose to begin after, when no cursor was saved. Default: all the
   * PDS still has is read, and what was written before the start is let pass.
   */
  startCursor?: number

  /** Gets one line for each thing that went wrong and is being dealt with. Default: nobody hears of it. */
  log?: (message: string) => void
}

/** A running embedded Tap. */
export interface TapServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:2480`. */
  readonly url: string

  readonly adminPassword: string | undefined

  /** Ends the sockets without a close frame, as the real one does, and leaves no port, timer or lock behind. */
  close(): Promise<void>
}

/** Life of a followed repo, as `/info/:did` tells it. */
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

/** One write of a commit. `record` is its JSON form, absent when it could not be decoded. */
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

/** A whole repo as its PDS served it, signature checked. */
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

/** An event on its way out: `data` is the very text that clients get. */
export interface OutboxEvent {
  id: number
  did: string
  live: boolean
  data: string
}

/** Where events go: the channel's clients, or a webhook. */
export interface Delivery {
  send(event: OutboxEvent, isRepeat?: boolean): void

  /** Whether it tries again by itself until the event is acked. */
  readonly insists: boolean
}
