/** An account to create: `alice` is short for `{ handle: 'alice.test' }`. */
export interface AccountSeed {
  handle: string
  /** default: the first part of the handle and `-password` */
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
  /** average milliseconds between two statuses; default 8,000 */
  interval?: number
  /** called with the error when a bot could not post; the bots go on */
  onError?: (error: unknown) => void
}

export interface DevnetOptions {
  /** accounts to start with; default alice, bob and carla */
  accounts?: (string | AccountSeed)[]
  /** ports to listen on; default, and with 0, a free one */
  ports?: DevnetPorts
  /** folder for all data; default a temporary one that `close` removes */
  dataDir?: string
  /** `false` starts no Tap server. */
  tap?: false | DevnetTapOptions
  /** start bots that post statuses */
  activity?: boolean | ActivityOptions
  /**
   * host names that requests may be for, or come from, besides loopback ones:
   * `host.docker.internal` for apps in containers.
   */
  allowHosts?: string[]
  /** name of the PDS on its pages; default `Devnet` */
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

/** What an account signs in with, such as a `DevnetAccount`. */
export interface Credentials {
  handle: string
  password: string
}

export interface SignInOptions {
  /** `false` denies access: the callback URL has `error=access_denied`. */
  consent?: boolean
  /** checks "Remember this account on this device" */
  remember?: boolean
}

/** A server of the devnet. */
export interface DevnetServer {
  readonly url: string
  readonly port: number
}

/** A server that can be stopped and started again, on the same port and with its state. */
export interface StoppableServer extends DevnetServer {
  readonly isRunning: boolean
  start(): Promise<void>
  stop(): Promise<void>
}

export interface XrpcCall {
  /** the parameters of a query (GET), unless there is a body */
  params?: Record<string, string | number | boolean | string[] | undefined>
  /** the input of a procedure (POST); `null` for a procedure without input */
  body?: unknown
  headers?: Record<string, string>
}

/** The API of a PDS. */
export interface PdsApi extends DevnetServer {
  readonly adminPassword: string
  /** Calls an XRPC method without authentication. @throws XrpcError, ServiceStoppedError */
  call<Output>(nsid: string, call?: XrpcCall): Promise<Output>
  /** Calls an XRPC method as administrator. @throws XrpcError, ServiceStoppedError */
  callAsAdmin<Output>(nsid: string, call: XrpcCall): Promise<Output>
}

/** The Personal Data Server: the accounts, their repos, and the pages they sign in on. */
export interface DevnetPds extends PdsApi, StoppableServer {
  /** Number of the newest event in the firehose. Undefined while the PDS is stopped. */
  lastSequence(): Promise<number | undefined>
}

export interface DevnetTap extends StoppableServer {
  /** empty when no password is required */
  readonly adminPassword: string
}
