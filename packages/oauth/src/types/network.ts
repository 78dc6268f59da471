import type { HandleResolver } from '@atproto/oauth-client-node'

/**
 * Functions like `globalThis.fetch`, one for each kind of address. Timeouts and limits of size are
 * added to them.
 */
export interface NetworkFetches {
  /** For the addresses in the config: PLC directory and handle resolver. Any network. */
  operator?: typeof globalThis.fetch

  /**
   * For the servers that visitors name, and their OAuth endpoints. The default rejects private
   * addresses, also behind public names and redirects. Your own function has to do that itself.
   */
  strangers?: typeof globalThis.fetch

  /** For `user.client` and `user.fetch`. It has to reject private addresses, like `strangers`. */
  resources?: typeof globalThis.fetch
}

/**
 * How the network is reached.
 */
export interface NetworkOptions {
  /** Defaults to `https://plc.directory`. */
  plcUrl?: string

  /**
   * A server that resolves handles (`com.atproto.identity.resolveHandle`), or a resolver of your
   * own. Defaults to DNS and HTTPS, as in the handle specification; local networks need a server.
   */
  handleResolver?: string | HandleResolver

  /**
   * Allow requests to private addresses and plain http. Defaults to true for a loopback
   * `appUrl` outside production, else to false.
   */
  allowPrivateAddresses?: boolean

  /**
   * The timeout of one request with its body, in milliseconds. Defaults to 10,000. All requests of
   * one sign-in may take 1.5 times as long, and 15 seconds at most.
   */
  timeout?: number

  /** Replaces the package's fetch functions, for example to use a proxy or mutual TLS. */
  fetch?: NetworkFetches
}
