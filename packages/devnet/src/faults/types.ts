/**
 * The requests that a fault affects. `pds`, `plc` and `tap` are all requests to that server; a
 * path, such as `/xrpc/com.atproto.repo.createRecord`, is one endpoint of the PDS.
 */
export type FaultTarget =
  | 'pds'
  | 'plc'
  | 'tap'
  /** attempts to connect to the channel of Tap */
  | 'channel'
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
  /** XRPC calls with an OAuth access token. */
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

/** What is wrong with an event of `sendHostileEvent`. */
export type HostileKind =
  /** JSON that breaks off. */
  | 'cut-json'
  | 'no-type'
  | 'unknown-type'
  | 'no-did'
  /** an identity event */
  | 'empty-handle'
  /** an identity event */
  | 'unknown-status'
  /** a number that the data model does not have */
  | 'float'
  /** an integer that JavaScript can't represent */
  | 'large-integer'
  /** a `__proto__` field */
  | 'prototype-key'
  | 'invalid-link'
  | 'invalid-bytes'
  | 'invalid-blob'
  | 'nul'
  | 'lone-surrogate'
  /** 5,500 nested arrays. */
  | 'deep'
  /** 1 MiB of empty maps, which are 3 MB of JSON. */
  | 'empty-maps'
  /** 1 MiB of bytes. */
  | 'large-bytes'
  /** a frame of more than 101 MiB, which closes the connection of most clients */
  | 'oversize'

export interface HostileEventOptions {
  account: AccountRef
  collection: string
  /** a valid record, which gets the hostile content in a field of its own; default an empty one */
  record?: object
  /** default true */
  live?: boolean
}

export interface HostileEvent {
  readonly id: number
  /** Resolves when a client acknowledges it. */
  readonly acked: Promise<void>
}

/** The data of a Tap server at one moment. */
export interface TapSnapshot {
  readonly data: Buffer
}
