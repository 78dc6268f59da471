import type { FakeAccount } from './fake_account.js'

/**
 * A request that the app sent on behalf of an account.
 */
export interface FakeCall {
  /** Null for a request without tokens. */
  account: FakeAccount | null
  nsid: string
  /** The query parameters. */
  params: Record<string, string | string[]>
  /** JSON as it was sent, or the bytes of anything else. */
  body: any
  headers: Headers
}

/**
 * The response of a method: a body that is sent as JSON, a function that returns one, or a
 * `Response`.
 */
export type FakeResponse = object | ((call: FakeCall) => unknown)
