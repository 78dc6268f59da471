import { configProvider } from '@adonisjs/core'
import type { ApplicationService } from '@adonisjs/core/types'
import { createOperatorFetch, createProtocolFetch } from '../network.js'
import type { DoctorContext, TapLike } from './types.js'

/**
 * Collects what the checks need from a booted app.
 */
export async function createContext(
  app: ApplicationService,
  isLocal: boolean
): Promise<DoctorContext> {
  const { config, clientMetadata } = await app.container.make('atproto.oauth')
  // In a development setup, servers have private addresses.
  const send = isLocal ? createOperatorFetch(config.network) : createProtocolFetch(config.network)
  const hasTap = app.container.hasBinding('tap')
  return {
    config,
    metadata: clientMetadata,
    fetch: (url) =>
      send(url, { redirect: 'manual', headers: { accept: 'application/json, */*;q=0.1' } }),
    session: await sessionCookie(app),
    tap: hasTap ? ((await app.container.make('tap' as never)) as TapLike) : undefined,
  }
}

async function sessionCookie(app: ApplicationService): Promise<DoctorContext['session']> {
  const config = app.config.get<unknown>('session')
  const resolved = await configProvider.resolve<any>(app, config)
  return (resolved ?? (config as any))?.cookie ?? {}
}
