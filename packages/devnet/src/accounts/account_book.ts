import { AccountRefusedError, XrpcError } from '../errors.js'
import type { PdsService } from '../pds/pds_service.js'
import type { StateStore } from '../state/state_store.js'
import type { AccountSeed } from '../types.js'
import { DevnetAccount } from './account.js'
import { completeSeed } from './account_seed.js'

interface KeptAccount {
  did: string
  /** the handle it was created with: what a seed is recognised by, also after a handle change */
  seed: string
  email: string
  password: string
}

const KEPT = 'accounts'

/** The accounts this devnet created, remembered across restarts with their passwords. */
export class AccountBook {
  readonly #pds: PdsService
  readonly #state: StateStore
  readonly accounts: DevnetAccount[] = []

  constructor(pds: PdsService, state: StateStore) {
    this.#pds = pds
    this.#state = state
  }

  /** Takes up the kept accounts that still exist, then creates the seeds that don't. */
  async open(seeds: (string | AccountSeed)[]): Promise<void> {
    const wanted = seeds.map(completeSeed)
    const kept: KeptAccount[] = []
    for (const entry of this.#state.get<KeptAccount[]>(KEPT) ?? []) {
      const handle = await this.#currentHandle(entry.did)
      if (handle === undefined) continue
      const seed = wanted.find(({ handle: name }) => name === entry.seed)
      if (seed && seed.password !== entry.password)
        await this.#setPassword(entry.did, seed.password)
      const current = { ...entry, password: seed?.password ?? entry.password }
      kept.push(current)
      this.accounts.push(new DevnetAccount({ ...current, handle }, this.#pds))
    }
    this.#state.set(KEPT, kept)

    for (const seed of wanted) {
      if (kept.some((entry) => entry.seed === seed.handle)) continue
      this.#keep(seed, (await this.#adopt(seed)) ?? (await this.#register(seed)))
    }
  }

  async create(seed: string | AccountSeed): Promise<DevnetAccount> {
    const details = completeSeed(seed)
    return this.#keep(details, await this.#register(details))
  }

  #keep({ handle, email, password }: Required<AccountSeed>, did: string): DevnetAccount {
    const account = new DevnetAccount({ did, handle, email, password }, this.#pds)
    this.accounts.push(account)
    this.#state.set(KEPT, [
      ...(this.#state.get<KeptAccount[]>(KEPT) ?? []),
      { did, seed: handle, email, password },
    ])
    return account
  }

  async #register(details: Required<AccountSeed>): Promise<string> {
    try {
      const { did } = await this.#pds.call<{ did: string }>('com.atproto.server.createAccount', {
        body: details,
      })
      return did
    } catch (error) {
      if (!(error instanceof XrpcError)) throw error
      throw new AccountRefusedError(details.handle, error.reason, error)
    }
  }

  /**
   * A seed that is on the PDS though nobody wrote it down: someone signed up under the name, or
   * the devnet was killed right after creating it.
   */
  async #adopt({ handle, password }: Required<AccountSeed>): Promise<string | undefined> {
    const did = await this.#pds
      .call<{ did: string }>('com.atproto.identity.resolveHandle', { params: { handle } })
      .then((found) => found.did, undefinedWhenRefused)
    if (did) await this.#setPassword(did, password)
    return did
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
