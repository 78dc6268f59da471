/**
 * Where a fault happens. `pds` and `plc` are every request to that server; a path, such as
 * `/xrpc/com.atproto.repo.createRecord`, is one endpoint of the PDS.
 */
export type FaultTarget =
  | 'pds'
  | 'plc'
  /** the token endpoint, whatever it is asked for */
  | 'token'
  /** the token endpoint, when it is asked to refresh */
  | 'refresh'
  /** pushed authorization requests */
  | 'par'
  /** token revocation */
  | 'revocation'
  /** the documents that describe the PDS as an authorization server and as a resource */
  | 'metadata'
  | 'resolveHandle'
  /** an account's DID document at the PLC directory */
  | 'didDocument'
  /** XRPC calls with an OAuth access token */
  | 'resource'
  | `/${string}`

export interface FaultOptions {
  on?: FaultTarget | FaultTarget[]
  /** how many requests it meets at most; default all, until it is restored */
  times?: number
}

/** Something that goes wrong until it is restored, or until the devnet is closed. */
export interface Fault extends AsyncDisposable {
  /** how many requests (of `serverDown`: connections) it has met so far */
  readonly hits: number
  /**
   * Resolves when it meets the next request.
   *
   * @throws FaultEndedError when it is restored before that
   */
  nextHit(): Promise<void>
  /** Ends it. Calling it twice is the same as once. */
  restore(): Promise<void>
}

/** A count of requests; nothing goes wrong. */
export interface RequestWatch extends Fault {
  /** HTTP status of every reply, in the order they ended */
  readonly statuses: readonly number[]
}

/** An account by itself or by its DID. */
export type AccountRef = string | { readonly did: string }
