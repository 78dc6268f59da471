import { randomBytes } from 'node:crypto'
import type { DevnetAccount } from './accounts/account.js'
import { environmentOf } from './environment.js'
import { NoTapError } from './errors.js'
import type { Faults } from './faults/faults.js'
import { DevnetBrowser } from './sign_in/devnet_browser.js'
import type {
  AccountSeed,
  Credentials,
  DevnetPds,
  DevnetServer,
  DevnetTap,
  SignInOptions,
} from './types.js'

interface Parts {
  plc: DevnetServer
  pds: DevnetPds
  tap?: DevnetTap
  registry: {
    accounts: readonly DevnetAccount[]
    bots: readonly DevnetAccount[]
    create(seed: AccountSeed): Promise<DevnetAccount>
  }
  faults: Faults
  /** stops everything in reverse order */
  close: () => Promise<void>
}

/** A running AT Protocol network, created by `startDevnet`. */
export class Devnet implements AsyncDisposable {
  readonly plc: DevnetServer
  readonly pds: DevnetPds
  /** Injects faults between an app and this network. */
  readonly faults: Faults
  readonly #parts: Parts
  #closed?: Promise<void>

  constructor(parts: Parts) {
    this.plc = parts.plc
    this.pds = parts.pds
    this.faults = parts.faults
    this.#parts = parts
  }

  /** @throws NoTapError when it was started with `tap: false` */
  get tap(): DevnetTap {
    if (!this.#parts.tap) throw new NoTapError()
    return this.#parts.tap
  }

  /**
   * In the order of their creation, the seeds first. Does not include accounts that signed up on
   * the PDS's pages.
   */
  get accounts(): readonly DevnetAccount[] {
    return this.#parts.registry.accounts
  }

  /** The posting accounts when `activity` is on. They are not in `accounts`. */
  get bots(): readonly DevnetAccount[] {
    return this.#parts.registry.bots
  }

  /** The environment variables of an app that uses this network. */
  get env(): Record<string, string> {
    const { plc, pds, tap } = this.#parts
    return environmentOf({ plcUrl: plc.url, pdsUrl: pds.url, tap })
  }

  /** Without a handle, a unique one is generated. */
  createAccount(seed: Partial<AccountSeed> = {}): Promise<DevnetAccount> {
    const handle = seed.handle ?? `user-${randomBytes(4).toString('hex')}`
    return this.#parts.registry.create({ ...seed, handle })
  }

  /** Opens a new browser. With `remember`, its second sign-in needs no password. */
  openBrowser(): DevnetBrowser {
    return new DevnetBrowser(this.pds.url)
  }

  /**
   * Signs in at an authorization URL of this PDS through its real endpoints, in a new browser.
   *
   * @returns the callback URL; request it from your app to finish the sign-in
   * @throws SignInError
   */
  signIn(
    authorizationUrl: string | URL,
    account: Credentials,
    options?: SignInOptions
  ): Promise<URL> {
    return this.openBrowser().signIn(authorizationUrl, account, options)
  }

  /** Stops everything and removes a temporary data folder. Can be called repeatedly. */
  close(): Promise<void> {
    this.#closed ??= this.#parts.close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
