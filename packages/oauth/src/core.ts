import type { EmitterService, LoggerService } from '@adonisjs/core/types'
import { BackgroundWork } from './background_work.js'
import { createClients } from './client.js'
import debug from './debug.js'
import { createEmit } from './emit.js'
import { AccountServers } from './grants/account_servers.js'
import { AppKeyCheck } from './grants/app_key_check.js'
import { GrantSeal } from './grants/grant.js'
import { GrantSweep } from './grants/grant_sweep.js'
import { Grants } from './grants/grants.js'
import { Revoker } from './grants/revoker.js'
import { SweepSchedule } from './grants/sweep_schedule.js'
import { Handles } from './handles.js'
import { Identity } from './identity/identity.js'
import { createProtocolFetch, createResourceFetch, signInTimeout, tokenTimeout } from './network.js'
import { refreshTimings } from './refresh/timings.js'
import { TokenSource } from './refresh/token_source.js'
import { splitScope } from './scopes/scope_list.js'
import { SignIn } from './sign_in/sign_in.js'
import { SignUp } from './sign_in/sign_up.js'
import { SignInStates } from './sign_in/states.js'
import type { ResolvedOAuthConfig } from './types.js'
import { Users } from './users.js'
import { type EncryptionLike, Vault } from './vault.js'

export interface OAuthServices {
  encryption: EncryptionLike
  emitter: Pick<EmitterService, 'emit'>
  logger: Pick<LoggerService, 'info' | 'warn' | 'error'>
}

/** The parts of this package, connected. */
export type Core = Awaited<ReturnType<typeof createCore>>

export async function createCore(config: ResolvedOAuthConfig, services: OAuthServices) {
  const { network, sessionLifetime, loginPath } = config
  const { grants: store, states } = config.stores
  const { logger } = services
  const { shared: client, scoped, didResolver, handleResolver } = await createClients(config)

  const background = new BackgroundWork()
  const emit = createEmit(services.emitter, logger)
  const vault = new Vault(services.encryption)
  const seal = new GrantSeal(vault, client.keyset)
  const servers = new AccountServers(client, didResolver)
  const revoker = new Revoker({ seal, servers, background, logger })

  const grants = new Grants({
    store,
    seal,
    sessionLifetime,
    onEnded({ did, id, sessionId }) {
      debug('signed out %s', did)
      emit('atproto:signed_out', { did, sessionId, grantId: id })
    },
    revoke: (row) => revoker.revoke(row),
  })
  const sweep = new GrantSweep({ store, grants, sessionLifetime, logger })
  const appKeyCheck = new AppKeyCheck({ store, seal, logger })
  const sweepSchedule = new SweepSchedule({ sweep, background })

  const handles = new Handles({
    didResolver,
    handleResolver,
    store,
    onChanged: (change) => emit('atproto:handle_changed', change),
  })
  const tokens = new TokenSource({
    store,
    seal,
    servers,
    timings: refreshTimings(tokenTimeout(network)),
    logger,
    onRefreshed({ row }) {
      const { did, id: grantId, sessionId } = row
      emit('atproto:session_refreshed', { did, sessionId, grantId, scopes: splitScope(row.scope) })
      background.add(handles.check(row))
    },
    onLost: ({ did, id, sessionId }, reason) =>
      emit('atproto:session_lost', { did, sessionId, grantId: id, reason }),
  })
  const resourceFetch = createResourceFetch(network)
  const users = new Users({
    tokens,
    servers,
    resourceFetch,
    permissionSets: config.permissionSets,
  })

  const signIn = new SignIn({
    client,
    scopedClient: scoped,
    states: new SignInStates({ store: states, vault, logger, loginPath }),
    grants,
    handles,
    servers,
    onUnverified: (row) => background.add(handles.check(row)),
    loginPath,
    lacksNetwork: config.isLoopback && !network.handleResolver,
    timeLimit: signInTimeout(network),
  })

  const identity = new Identity({ didResolver, handleResolver })
  const signUp = new SignUp({
    client,
    fetch: createProtocolFetch(network),
    loginPath,
    timeLimit: signInTimeout(network),
  })

  return {
    appKeyCheck,
    background,
    client,
    config,
    emit,
    grants,
    identity,
    logger,
    resourceFetch,
    signIn,
    signUp,
    sweep,
    sweepSchedule,
    tokens,
    users,
  }
}
