/**
 * The requests that a fault affects. `pds` and `plc` are all requests to that server; a path, such
 * as `/xrpc/com.atproto.repo.createRecord`, is one endpoint of the PDS.
 */
export type FaultTarget =
  | 'pds'
  | 'plc'
  /** the token endpoint */
  | 'token'
  /** token refreshes */
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
  /** the number of requests to affect; default all, until it is restored */
  times?: number
}

/** A fault that lasts until it is restored, or until the devnet is closed. */
export interface Fault extends AsyncDisposable {
  /** the number of affected requests, or connections (`serverDown`) */
  readonly hits: number
  /**
   * Resolves at the next affected request.
   *
   * @throws FaultEndedError when it is restored before that
   */
  nextHit(): Promise<void>
  /** Ends the fault. Can be called repeatedly. */
  restore(): Promise<void>
}

/** Counts requests without affecting them. */
export interface RequestWatch extends Fault {
  /** the HTTP status of every reply, in order */
  readonly statuses: readonly number[]
}

/** An account or its DID. */
export type AccountRef = string | { readonly did: string }
