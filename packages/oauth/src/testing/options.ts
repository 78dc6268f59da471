export interface FakeAccountSeed {
  /** Defaults to a random one that ends in `.test`. */
  handle?: string
  did?: string
  /** The address of its server. Defaults to one that all accounts share. */
  server?: string
}

/**
 * The columns of a grant that tests set. Times are in milliseconds since the epoch.
 */
export interface FakeGrantOptions {
  /** Defaults to the scope of the config. */
  scope?: string
  /** A grant that lives on without a browser. */
  background?: boolean
  userAgent?: string
  createdAt?: number
  lastUsedAt?: number
}

export interface FakeSignInOptions {
  /** False denies access. */
  consent?: boolean
}
