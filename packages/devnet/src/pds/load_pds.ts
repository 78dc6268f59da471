import * as module from 'node:module'
import debug from '../debug.js'

type PdsPackage = typeof import('@atproto/pds')

let loaded: Promise<PdsPackage> | undefined

/**
 * Imports `@atproto/pds` with this package's better-sqlite3. The PDS depends on version 12, which
 * is compiled or downloaded for the Node.js that ran the install, if install scripts run at all.
 * Version 13, which this package depends on, contains its binaries and has the same API.
 */
export function loadPds(): Promise<PdsPackage> {
  loaded ??= importWithOurSqlite()
  return loaded
}

async function importWithOurSqlite(): Promise<PdsPackage> {
  // Node.js 22.15 was the first to have it. Before, the PDS's own version has to load.
  if (!module.registerHooks) return import('@atproto/pds')

  const pds = new URL('..', import.meta.resolve('@atproto/pds')).href
  const hooks = module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const isPds = specifier === 'better-sqlite3' && context.parentURL?.startsWith(pds)
      if (!isPds) return nextResolve(specifier, context)
      debug('using the better-sqlite3 of this package for the PDS')
      return nextResolve(specifier, { ...context, parentURL: import.meta.url })
    },
  })
  try {
    return await import('@atproto/pds')
  } finally {
    hooks.deregister()
  }
}
