import { createHash } from 'node:crypto'
import { safeEqual } from '@adonisjs/core/helpers'
import type { LoggerService } from '@adonisjs/core/types'
import type { NodeSavedState } from '@atproto/oauth-client-node'
import { E_ATPROTO_INVALID_STATE, E_ATPROTO_STATE_MISMATCH } from '../errors.js'
import type { SignInOrigin, StateStore } from '../types.js'
import type { Vault } from '../vault.js'
import { addressKey } from './address_key.js'

/** Long enough to create an account first. In milliseconds. */
const LIFETIME = 60 * 60 * 1000

/** How many pending sign-ins are kept of one browser and of one address: the newest ones. */
const MAX_PER_BROWSER = 10
const MAX_PER_ADDRESS = 100

interface SignInState extends NodeSavedState {
  /** The account that was entered; null when a server address was. */
  did: string | null
  /** Asks for a background grant. */
  background: boolean
}

interface SealedState extends SignInState {
  /** Hash of the browser's secret. */
  browser: string
}

interface Dependencies {
  store: StateStore
  vault: Vault
  logger: Pick<LoggerService, 'warn'>
  loginPath: string
}

const hash = (value: string) => createHash('sha256').update(value).digest('base64url')

/**
 * Sign-ins that were started, bound to the browser that started them.
 */
export class SignInStates {
  #deps: Dependencies

  constructor(deps: Dependencies) {
    this.#deps = deps
  }

  async create(id: string, state: SignInState, origin: SignInOrigin): Promise<void> {
    const { store, vault } = this.#deps
    const browser = hash(origin.browser)
    const address = origin.address ? hash(addressKey(origin.address)) : null
    const sealed: SealedState = { ...state, browser }
    await store.create({
      id,
      data: vault.seal('state', id, sealed),
      browser,
      address,
      expiresAt: Date.now() + LIFETIME,
    })
    await this.#tidy(browser, address)
  }

  /**
   * Consumes a state. A callback in another browser does not consume it, because the right browser
   * may still follow.
   *
   * @throws E_ATPROTO_INVALID_STATE, E_ATPROTO_STATE_MISMATCH
   */
  async take(id: string | null, browser: string | undefined): Promise<SignInState> {
    const { store, vault, loginPath } = this.#deps
    const row = id ? await store.find(id) : null
    const saved = row && vault.open<SealedState>('state', row.id, row.data)
    const expired = () =>
      new E_ATPROTO_INVALID_STATE(
        'This sign-in has expired or was already used. Please try again',
        { loginPath }
      )

    if (!row || !saved || row.expiresAt < Date.now()) {
      throw expired()
    }
    if (!browser || !safeEqual(saved.browser, hash(browser))) {
      throw new E_ATPROTO_STATE_MISMATCH(
        'This sign-in was started in another browser. Please start again in this one',
        { loginPath }
      )
    }
    if (!(await store.delete(row.id))) {
      throw expired()
    }
    return saved
  }

  /** A failure here must not fail the sign-in that triggered it. */
  async #tidy(browser: string, address: string | null) {
    const { store, logger } = this.#deps
    try {
      await store.prune(Date.now())
      await store.trim('browser', browser, MAX_PER_BROWSER)
      if (address) await store.trim('address', address, MAX_PER_ADDRESS)
    } catch (error) {
      logger.warn({ err: error }, 'Failed to prune sign-ins that were started')
    }
  }
}
