import type { DevnetAccount } from './accounts/account.js'
import type { Faults } from './faults/faults.js'
import { Network, type NetworkParts } from './network.js'
import type { DevnetPds, DevnetTap } from './types.js'

interface Parts extends NetworkParts<DevnetPds, DevnetTap> {
  bots: readonly DevnetAccount[]
  faults: Faults
  /** stops everything that was started, last part first */
  close: () => Promise<void>
}

/** A running AT Protocol network, created by `startDevnet`. */
export class Devnet extends Network<DevnetPds, DevnetTap> implements AsyncDisposable {
  /** The accounts that post when `activity` is on. They are not among `accounts`. */
  readonly bots: readonly DevnetAccount[]
  /** Injects faults between an app and this network. */
  readonly faults: Faults
  readonly #close: () => Promise<void>
  #closed?: Promise<void>

  constructor(parts: Parts) {
    super(parts)
    this.bots = parts.bots
    this.faults = parts.faults
    this.#close = parts.close
  }

  /** Stops everything, and removes a temporary data folder. A second call changes nothing. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
