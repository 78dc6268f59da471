import { JoseKey, type NodeSavedSession } from '@atproto/oauth-client-node'
import type { AtprotoUser } from '../atproto_user.js'
import type { Core } from '../core.js'
import type { ResolvedOAuthConfig } from '../types.js'
import type { FakeAccount } from './fake_account.js'
import type { FakeGrants } from './fake_grants.js'
import type { FakeGrantOptions } from './options.js'

interface Dependencies {
  core: Core
  config: ResolvedOAuthConfig
  grants: FakeGrants
}

/**
 * Creates a grant as a sign-in does, with tokens that the fake's servers know, but without the
 * requests.
 */
export async function createFakeGrant(
  { core, config, grants }: Dependencies,
  account: FakeAccount,
  { scope = config.scope, background = false, userAgent, ...times }: FakeGrantOptions
): Promise<AtprotoUser> {
  const { accessToken, refreshToken, lifetime } = grants.create(account, scope)
  const kid = config.privateKeys.release()[0]?.kid
  const dpopKey = await JoseKey.generate(['ES256'])
  const saved: NodeSavedSession = {
    dpopJwk: dpopKey.privateJwk as NodeSavedSession['dpopJwk'],
    authMethod: kid ? { method: 'private_key_jwt', kid } : { method: 'none' },
    tokenSet: {
      iss: account.server,
      aud: account.server,
      sub: account.did as NodeSavedSession['tokenSet']['sub'],
      scope: scope as NodeSavedSession['tokenSet']['scope'],
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'DPoP',
      expires_at: new Date(Date.now() + lifetime * 1000).toISOString(),
    },
  }
  const { handle } = account
  const details = { handle, isBackground: background, userAgent: userAgent ?? null, saved }
  const row = await core.grants.create(details)
  if (Object.keys(times).length === 0) return core.users.create(row)

  // The creation time can't be changed by an update.
  const { grants: store } = config.stores
  await store.delete(row.id)
  const aged = { ...row, ...times, updatedAt: times.createdAt ?? row.updatedAt }
  await store.create(aged)
  return core.users.create(aged)
}
