import {
  type AtprotoDid,
  type DidResolver,
  extractAtprotoData,
  type HandleResolver,
} from '@atproto/oauth-client-node'
import { isValidHandle } from '@atproto/syntax'
import debug from './debug.js'
import type { OAuthEvents } from './events.js'
import type { GrantRow, GrantStore } from './types.js'

export interface HandlesDependencies {
  didResolver: DidResolver<'plc' | 'web'>
  handleResolver: HandleResolver
  store: GrantStore
  onChanged(change: OAuthEvents['atproto:handle_changed']): void
}

/**
 * Verifies the handles of accounts, in both directions.
 */
export class Handles {
  #deps: HandlesDependencies

  constructor(deps: HandlesDependencies) {
    this.#deps = deps
  }

  /**
   * Returns the account's handle if it resolves to the account, and null if it does not.
   *
   * @throws If the DID document or the handle can't be looked up
   */
  async verify(did: AtprotoDid): Promise<string | null> {
    const { didResolver, handleResolver } = this.#deps
    const document = await didResolver.resolve(did, { noCache: true })
    const handle = extractAtprotoData(document).aka?.toLowerCase()
    if (!handle || !isValidHandle(handle)) return null
    return (await handleResolver.resolve(handle, { noCache: true })) === did ? handle : null
  }

  /**
   * Verifies the handle of a grant again and stores the result. Runs after a refresh, in the
   * background, because tokens don't depend on handles.
   */
  async check({ id, did, handle: previous }: GrantRow): Promise<void> {
    const { store, onChanged } = this.#deps
    try {
      const handle = await this.verify(did as AtprotoDid)
      if (handle === previous || !(await store.update(id, { handle }))) return
      onChanged({
        did,
        grantId: id,
        handle: handle ?? undefined,
        previous: previous ?? undefined,
      })
    } catch (error) {
      // The next refresh checks again.
      debug('could not check the handle of %s: %s', did, (error as Error).message)
    }
  }
}
