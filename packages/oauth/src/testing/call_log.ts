import { AssertionError } from 'node:assert'
import type { FakeCall } from './types.js'

export type CallFinder = (call: FakeCall) => boolean

/**
 * The requests that the app sent on behalf of accounts, with assertions.
 */
export class CallLog {
  readonly calls: FakeCall[] = []

  add(call: FakeCall): void {
    this.calls.push(call)
  }

  /**
   * @param finder - Returns true for the expected call
   */
  assertCalled(nsid: string, finder: CallFinder = () => true): void {
    const calls = this.#of(nsid)
    if (calls.some(finder)) return
    const seen = calls.length
      ? `Its calls had ${calls.map(({ body, params }) => JSON.stringify(body ?? params)).join(', ')}`
      : this.#seen()
    this.#fail(`Expected a call of ${nsid}. ${seen}`, this.assertCalled)
  }

  assertNotCalled(nsid: string, finder: CallFinder = () => true): void {
    const call = this.#of(nsid).find(finder)
    if (!call) return
    const { body, params } = call
    const sent = JSON.stringify(body ?? params)
    this.#fail(`Expected no call of ${nsid}. It was called with ${sent}`, this.assertNotCalled)
  }

  assertCalledCount(nsid: string, count: number): void {
    const actual = this.#of(nsid).length
    if (actual === count) return
    this.#fail(`Expected ${count} calls of ${nsid}, received ${actual}`, this.assertCalledCount)
  }

  assertNoneCalled(): void {
    if (this.calls.length === 0) return
    this.#fail(`Expected no calls. ${this.#seen()}`, this.assertNoneCalled)
  }

  #of(nsid: string) {
    return this.calls.filter((call) => call.nsid === nsid)
  }

  #seen() {
    const nsids = [...new Set(this.calls.map(({ nsid }) => nsid))]
    return nsids.length ? `The app called ${nsids.join(', ')}` : 'The app called nothing'
  }

  #fail(message: string, stackStartFn: (...args: never[]) => unknown): never {
    throw new AssertionError({ message, stackStartFn })
  }
}
