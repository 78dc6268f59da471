import { isValidNsid } from '@atproto/syntax'
import { TapOptionError } from '../errors.js'
import type { TapOptions } from './types.js'

type Defaulted = 'port' | 'collectionFilters' | 'retryTimeout' | 'verifyHandles' | 'log'

export type ResolvedOptions = TapOptions & Required<Pick<TapOptions, Defaulted>>

/** Fills in the defaults. @throws TapOptionError for the first invalid option */
export function resolveOptions(options: TapOptions): ResolvedOptions {
  checkUrl('pdsUrl', options.pdsUrl)
  checkUrl('plcUrl', options.plcUrl)
  if (options.webhookUrl !== undefined) checkUrl('webhookUrl', options.webhookUrl)

  const { signalCollection, retryTimeout = 60_000 } = options
  if (signalCollection !== undefined && !isValidNsid(signalCollection)) {
    throw new TapOptionError('signalCollection', `expected one NSID, got "${signalCollection}"`)
  }
  if (!(retryTimeout > 0)) {
    throw new TapOptionError(
      'retryTimeout',
      `expected more than 0 milliseconds, got ${retryTimeout}`
    )
  }

  return {
    ...options,
    port: options.port ?? 0,
    collectionFilters: options.collectionFilters ?? [],
    retryTimeout,
    verifyHandles: options.verifyHandles ?? true,
    log: options.log ?? (() => {}),
  }
}

function checkUrl(option: string, value: string): void {
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new TapOptionError(option, `expected an http: or https: URL, got "${value}"`)
  }
}

/**
 * Whether a collection passes the filters: exact NSIDs, or prefixes ending in `*`. Without filters,
 * every collection passes.
 */
export function matchesCollection(collection: string, filters: readonly string[]): boolean {
  if (filters.length === 0) return true
  return filters.some((filter) =>
    filter.endsWith('*') ? collection.startsWith(filter.slice(0, -1)) : filter === collection
  )
}
