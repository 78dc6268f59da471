import { AssertionError } from 'node:assert'
import type { DeadLetterReason } from '../dead_letter.js'
import { type EventHead, subscribe } from '../diagnostics.js'
import type { DidDocument, RepoInfo } from '../types.js'
import { type FakeServer, newRepo } from './fake_server.js'

/** An event that became a dead letter while the fake was active. */
export interface ParkedEvent {
  event: EventHead
  reason: DeadLetterReason
  error: unknown
}

/**
 * The fake that `tap.fake()` returns: a Tap server in this process, and the dead letters of
 * dispatched events.
 */
export class TapFake {
  readonly #server: FakeServer
  readonly #unsubscribe: () => void
  readonly #onRestore: () => void
  /** The events that became dead letters, with the reasons. */
  readonly parked: ParkedEvent[] = []

  constructor(server: FakeServer, listener: object, onRestore: () => void) {
    this.#server = server
    this.#onRestore = onRestore
    this.#unsubscribe = subscribe('park', ({ listener: its, event, reason, error }) => {
      if (its === listener) this.parked.push({ event, reason, error })
    })
  }

  /** The accounts that the app follows. */
  get repos(): string[] {
    return [...this.#server.repos.keys()]
  }

  /** Sets what `tap.repoInfo` returns, and follows the account. */
  setRepo(did: string, info: Partial<Omit<RepoInfo, 'did'>> = {}): this {
    this.#server.repos.set(did, { ...newRepo(did), ...info })
    return this
  }

  /** Sets what `tap.resolveDid` returns. */
  setDocument(document: DidDocument): this {
    this.#server.documents.set(document.id, document)
    return this
  }

  /** Makes every call throw E_TAP_UNREACHABLE, until `comeUp`. */
  goDown(): this {
    this.#server.isDown = true
    return this
  }

  comeUp(): this {
    this.#server.isDown = false
    return this
  }

  assertFollowed(did: string): void {
    if (this.#server.repos.has(did)) return
    fail(`Expected ${did} to be followed`, this.repos, did)
  }

  assertNotFollowed(did: string): void {
    if (this.#server.repos.has(did)) fail(`Expected ${did} not to be followed`, this.repos, did)
  }

  assertNobodyFollowed(): void {
    if (this.repos.length > 0) fail('Expected nobody to be followed', this.repos, [])
  }

  /** @param reason - For example `invalid`; any reason by default */
  assertParked(uri: string, reason?: DeadLetterReason): void {
    const found = this.parked.find(({ event }) => nameOf(event) === uri)
    if (!found) {
      const names = this.parked.map(({ event }) => nameOf(event))
      fail(`Expected ${uri} to be set aside`, names, uri)
    }
    if (reason && found.reason !== reason) {
      fail(`Expected ${uri} to be set aside as ${reason}`, found.reason, reason)
    }
  }

  /** The message of the failure contains the error of the first dead letter. */
  assertNothingParked(): void {
    const [first] = this.parked
    if (!first) return
    const message = first.error instanceof Error ? first.error.message : String(first.error)
    fail(
      `Expected nothing to be set aside, but ${nameOf(first.event)} was (${first.reason}): ${message}`,
      this.parked.length,
      0
    )
  }

  /** Restores the connection to the real server. */
  restore(): void {
    this.#unsubscribe()
    this.#onRestore()
  }

  [Symbol.dispose](): void {
    this.restore()
  }
}

function nameOf({ type, did, collection, rkey }: EventHead): string {
  return type === 'record' ? `at://${did}/${collection}/${rkey}` : (did ?? 'an unreadable event')
}

function fail(message: string, actual: unknown, expected: unknown): never {
  throw new AssertionError({ message, actual, expected, stackStartFn: fail })
}
