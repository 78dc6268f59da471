import { randomBytes } from 'node:crypto'
import type { DevnetAccount } from './accounts/account.js'
import { environmentOf } from './environment.js'
import { NoTapError } from './errors.js'
import { DevnetBrowser } from './sign_in/devnet_browser.js'
import type { AccountSeed, Credentials, DevnetServer, PdsApi, SignInOptions } from './types.js'

export interface NetworkParts<Pds extends PdsApi, Tap extends TapAddress> {
  plc: DevnetServer
  pds: Pds
  tap?: Tap
  accounts: readonly DevnetAccount[]
  createAccount: (seed: AccountSeed) => Promise<DevnetAccount>
}

type TapAddress = DevnetServer & { readonly adminPassword: string }

/** What a program can do with a devnet, in its own process or in another one. */
export abstract class Network<Pds extends PdsApi, Tap extends TapAddress> {
  readonly plc: DevnetServer
  readonly pds: Pds
  /** In the order of their creation, the seeds first. Accounts that signed up are not in it. */
  readonly accounts: readonly DevnetAccount[]
  readonly #tap: Tap | undefined
  readonly #createAccount: NetworkParts<Pds, Tap>['createAccount']

  constructor(parts: NetworkParts<Pds, Tap>) {
    this.plc = parts.plc
    this.pds = parts.pds
    this.accounts = parts.accounts
    this.#tap = parts.tap
    this.#createAccount = parts.createAccount
  }

  /** @throws NoTapError when it was started with `tap: false` */
  get tap(): Tap {
    if (!this.#tap) throw new NoTapError()
    return this.#tap
  }

  /** The environment variables that an app needs to use this network. */
  get env(): Record<string, string> {
    return environmentOf({ plcUrl: this.plc.url, pdsUrl: this.pds.url, tap: this.#tap })
  }

  /** Without a handle, the account gets a random one. */
  createAccount(seed: Partial<AccountSeed> = {}): Promise<DevnetAccount> {
    const handle = seed.handle ?? `user-${randomBytes(4).toString('hex')}`
    return this.#createAccount({ ...seed, handle })
  }

  /** A browser of its own: with `remember`, its second sign-in needs no password. */
  openBrowser(): DevnetBrowser {
    return new DevnetBrowser(this.pds.url)
  }

  /**
   * Signs in at an authorization URL of this PDS through its real endpoints, in a new browser.
   *
   * @returns the callback URL of the app; request it to finish the sign-in
   * @throws WrongPasswordError, InvalidAuthorizationUrlError, SignInError
   */
  signIn(
    authorizationUrl: string | URL,
    account: Credentials,
    options?: SignInOptions
  ): Promise<URL> {
    return this.openBrowser().signIn(authorizationUrl, account, options)
  }
}
