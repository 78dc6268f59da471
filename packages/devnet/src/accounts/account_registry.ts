import { XrpcError } from '../errors.js'
import type { PdsService } from '../pds/pds_service.js'
import type { StateStore } from '../state/state_store.js'
import type { AccountSeed } from '../types.js'
import { DevnetAccount } from './account.js'
import { completeSeed } from './account_seed.js'
import { registerAccount } from './register_account.js'

interface KeptAccount {
  did: string
  /** the handle it was created with: it identifies the seed after a handle change */
  seed: string
  email: string
  password: string
  isBot: boolean
}

const KEPT = 'accounts'

type Details = Required<AccountSeed> & { isBot: boolean }

interface Login {
  did: string
  accessToken?: string
}

/** The accounts of this devnet, stored with their passwords across restarts. */
export class AccountRegistry {
  readonly #pds: PdsService
  readonly #state: StateStore
  readonly accounts: DevnetAccount[] = []
  readonly bots: DevnetAccount[] = []

  constructor(pds: PdsService, state: StateStore) {
    this.#pds = pds
    this.#state = state
  }

  /** Loads the kept accounts that still exist, then creates the missing seeds. */
  async open(seeds: (string | AccountSeed)[], bots: string[] = []): Promise<void> {
    const wanted: Details[] = [
      ...seeds.map((seed) => ({ ...completeSeed(seed), isBot: false })),
      ...bots.map((bot) => ({ ...completeSeed(bot), isBot: true })),
    ]
    const kept = await this.#load(wanted)
    for (const seed of wanted) {
      if (kept.has(seed.handle)) continue
      this.#keep(seed, (await this.#adopt(seed)) ?? (await registerAccount(this.#pds, seed)))
      kept.add(seed.handle)
    }
  }

  async create(seed: string | AccountSeed): Promise<DevnetAccount> {
    const details = { ...completeSeed(seed), isBot: false }
    return this.#keep(details, await registerAccount(this.#pds, details))
  }

  /** @returns the handles of the accounts that exist */
  async #load(wanted: Details[]): Promise<Set<string>> {
    const current: KeptAccount[] = []
    const there = new Set<string>()
    for (const entry of this.#state.get<KeptAccount[]>(KEPT) ?? []) {
      const handle = await this.#currentHandle(entry.did)
      if (handle === undefined) continue
      const seed = wanted.find(({ handle: name }) => name === entry.seed || name === handle)
      const password = seed?.password ?? entry.password
      if (password !== entry.password) await this.#setPassword(entry.did, password)
      current.push({ ...entry, password })
      this.#add({ ...entry, password, handle })
      there.add(entry.seed).add(handle)
    }
    this.#state.set(KEPT, current)
    return there
  }

  #keep({ handle, ...details }: Details, login: Login): DevnetAccount {
    const kept = this.#state.get<KeptAccount[]>(KEPT) ?? []
    const entry: KeptAccount = { ...details, did: login.did, seed: handle }
    this.#state.set(KEPT, [...kept, entry])
    return this.#add({ ...details, ...login, handle })
  }

  #add(details: Details & Login): DevnetAccount {
    const account = new DevnetAccount(details, this.#pds)
    const list = details.isBot ? this.bots : this.accounts
    list.push(account)
    return account
  }

  /**
   * Uses an account of the PDS that was not kept: someone signed up with the handle of a seed, or
   * the devnet was killed right after creating it.
   */
  async #adopt({ handle, password }: Details): Promise<Login | undefined> {
    const found = await this.#pds
      .call<{ did: string }>('com.atproto.identity.resolveHandle', { params: { handle } })
      .catch(undefinedWhenRefused)
    if (found) await this.#setPassword(found.did, password)
    return found
  }

  async #setPassword(did: string, password: string): Promise<void> {
    await this.#pds.callAsAdmin('com.atproto.admin.updateAccountPassword', {
      body: { did, password },
    })
  }

  /** undefined for an account that was deleted */
  #currentHandle(did: string): Promise<string | undefined> {
    return this.#pds
      .callAsAdmin<{ handle: string }>('com.atproto.admin.getAccountInfo', { params: { did } })
      .then((found) => found.handle, undefinedWhenRefused)
  }
}

function undefinedWhenRefused(error: unknown): undefined {
  if (!(error instanceof XrpcError) || error.status !== 400) throw error
}
