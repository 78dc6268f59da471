/** An account to create: `alice` stands for `{ handle: 'alice.test' }`. */
export interface AccountSeed {
  handle: string
  /** default: the handle's first part with `-password` behind it */
  password?: string
  email?: string
}

export interface DevnetPorts {
  plc?: number
  pds?: number
  tap?: number
}

export interface DevnetTapOptions {
  /** Follow every repo that has, or writes, a record of this collection (an exact NSID). */
  signalCollection?: string

  /** Collections to send, exact or ending in `*`. Default: all. */
  collectionFilters?: string[]

  /**
   * Default `devnet`. Every route requires HTTP Basic credentials `admin:PASSWORD`, `/health`
   * included; an empty password turns this off.
   */
  adminPassword?: string

  /** Post events to this URL. `/channel` is then refused. */
  webhookUrl?: string

  /** Milliseconds after which an event that was not acked is sent again. Default 60,000. */
  retryTimeout?: number

  /**
   * Verify handles with the PDS. Default true. With false they all arrive as `handle.invalid`, as a
   * real Tap reports `.test` handles, which are not in DNS.
   */
  verifyHandles?: boolean

  /** Receives a line for each problem that Tap recovers from. Default: none. */
  log?: (message: string) => void
}

export interface ActivityOptions {
  /** mean milliseconds between two statuses; default 8,000 */
  interval?: number
  /** called with what went wrong when a bot could not post; it goes on trying */
  onError?: (error: unknown) => void
}

export interface DevnetOptions {
  /** accounts to start with; default alice, bob and carla */
  accounts?: (string | AccountSeed)[]
  /** ports to listen on; default, and for 0, a free one */
  ports?: DevnetPorts
  /** folder to keep everything in; default a temporary one that `close` removes */
  dataDir?: string
  /** `false` starts no Tap server */
  tap?: false | DevnetTapOptions
  /** have bots post a status now and then */
  activity?: boolean | ActivityOptions
  /**
   * host names that requests may be for, or come from, besides loopback ones:
   * `host.docker.internal` for apps in containers
   */
  allowHosts?: string[]
  /** name of the PDS on its own pages; default `Devnet` */
  name?: string
}

/** A record's content, as JSON; `$type` is added when it is missing. */
export type RepoRecord = Record<string, unknown>

export interface RecordRef {
  /** `at://did/collection/rkey` */
  uri: string
  cid: string
}

export type Write =
  | { action: 'create'; collection: string; rkey?: string; value: RepoRecord }
  | { action: 'update'; collection: string; rkey: string; value: RepoRecord }
  | { action: 'delete'; collection: string; rkey: string }

/** Whoever has these can sign in, a `DevnetAccount` among them. */
export interface Credentials {
  handle: string
  password: string
}

export interface SignInOptions {
  /** `false` presses "Deny": the callback URL carries `error=access_denied` */
  consent?: boolean
  /** ticks "Remember this account on this device" */
  remember?: boolean
}

/** A server of the devnet. */
export interface DevnetServer {
  readonly url: string
  readonly port: number
}

/** A server that can be taken away and brought back, on the same port and with its state. */
export interface StoppableServer extends DevnetServer {
  readonly isRunning: boolean
  start(): Promise<void>
  stop(): Promise<void>
}

export interface XrpcCall {
  /** makes it a query (GET) unless there is a body */
  params?: Record<string, string | number | boolean | string[] | undefined>
  /** makes it a procedure (POST); `null` for a procedure without input */
  body?: unknown
  headers?: Record<string, string>
}

/** The Personal Data Server: the accounts, their repos, and the pages they sign in on. */
export interface DevnetPds extends StoppableServer {
  readonly adminPassword: string
  /** Number of the newest event in the firehose; undefined while it is stopped. */
  lastSequence(): Promise<number | undefined>
  /** One XRPC call as nobody. @throws XrpcError, ServiceStoppedError */
  call<Output>(nsid: string, call?: XrpcCall): Promise<Output>
  /** One XRPC call with the PDS's admin rights. @throws XrpcError, ServiceStoppedError */
  callAsAdmin<Output>(nsid: string, call: XrpcCall): Promise<Output>
}

export interface DevnetTap extends StoppableServer {
  /** empty when anyone may ask */
  readonly adminPassword: string
}
