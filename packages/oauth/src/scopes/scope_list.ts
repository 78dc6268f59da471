import {
  IncludeScope,
  isAtprotoOauthScope,
  RepoPermission,
  RpcPermission,
} from '@atproto/oauth-scopes'
import { E_ATPROTO_INVALID_SCOPE } from '../errors.js'
import type { ScopeInput } from '../scope_types.js'
import type { Lexicons } from './lexicons.js'

const BASE = 'atproto'

/** The values of a scope in order, without duplicates. */
export function splitScope(scope: ScopeInput): string[] {
  const text = typeof scope === 'string' ? scope : scope.join(' ')
  return [...new Set(text.split(/\s+/).filter(Boolean))]
}

export function joinScopes(...scopes: ScopeInput[]): string {
  return splitScope(scopes.map((scope) => splitScope(scope).join(' '))).join(' ')
}

/** A list does not have to contain "atproto", because every sign-in needs it. */
export function withBase(scope: ScopeInput): ScopeInput {
  return typeof scope === 'string' ? scope : [BASE, ...scope]
}

/**
 * Checks each value of a scope by its syntax, and against the lexicons of the app's code.
 *
 * @throws E_ATPROTO_INVALID_SCOPE
 */
export function checkScope(scope: ScopeInput, lexicons: Lexicons): void {
  for (const value of splitScope(scope)) {
    if (!isValid(value)) throw new E_ATPROTO_INVALID_SCOPE(`"${value}" is not a valid scope`)

    const include = IncludeScope.fromString(value)
    if (include) lexicons.check(include.nsid, 'permission-set')
    for (const collection of RepoPermission.fromString(value)?.collection ?? []) {
      lexicons.check(collection, 'record')
    }
    for (const method of RpcPermission.fromString(value)?.lxm ?? []) {
      lexicons.check(method, 'method')
    }
  }
}

/** The library throws on a percent sign that encodes nothing. */
function isValid(value: string): boolean {
  try {
    return isAtprotoOauthScope(value)
  } catch {
    return false
  }
}
