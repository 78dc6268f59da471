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
  /** undoes the start, last part first */
  close: () => Promise<void>
}

/** A running AT network. Made by `startDevnet`. */
export class Devnet implements AsyncDisposable {
  readonly plc: DevnetServer
  readonly pds: DevnetPds
  /** What can go wrong between an app and this network. */
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
   * In the order they were created, the seeded ones first. Those signed up elsewhere are not in it.
   */
  get accounts(): readonly DevnetAccount[] {
    return this.#parts.registry.accounts
  }

  /** Who posts when `activity` is on; they are not among `accounts`. */
  get bots(): readonly DevnetAccount[] {
    return this.#parts.registry.bots
  }

  /** What an app needs in its environment to live on this network. */
  get env(): Record<string, string> {
    const { plc, pds, tap } = this.#parts
    return environmentOf({ plcUrl: plc.url, pdsUrl: pds.url, tap })
  }

  /** Without a handle, a new one is made up. */
  createAccount(seed: Partial<AccountSeed> = {}): Promise<DevnetAccount> {
    const handle = seed.handle ?? `user-${randomBytes(4).toString('hex')}`
    return this.#parts.registry.create({ ...seed, handle })
  }

  /** A browser of its own: with `remember`, its second sign-in asks for no password. */
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

  /** Stops everything; a temporary data folder is removed. Calling it twice is the same as once. */
  close(): Promise<void> {
    this.#closed ??= this.#parts.close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
