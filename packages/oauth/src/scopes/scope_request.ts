import { E_ATPROTO_INVALID_SCOPE } from '../errors.js'
import type { PermissionSets, ScopeInput } from '../scope_types.js'
import { GrantedScopes } from './granted_scopes.js'
import { joinScopes, splitScope } from './scope_list.js'

interface Config {
  scope: string
  optionalScope: string
  permissionSets: PermissionSets
}

/**
 * Returns the scope for a sign-in that requests more: the scope of every sign-in, what was granted
 * before, and what is requested now. Servers accept only values of the client metadata, so other
 * values are replaced by one that includes them.
 *
 * @throws E_ATPROTO_INVALID_SCOPE
 */
export function scopeRequest(
  asked: ScopeInput,
  granted: (scope: string) => boolean,
  { scope, optionalScope, permissionSets }: Config
): string {
  const optional = splitScope(optionalScope)
  const declared = [...splitScope(scope), ...optional]
  const added = splitScope(asked).map((value) => {
    const match = declared.includes(value)
      ? value
      : declared.find((candidate) => new GrantedScopes(candidate, permissionSets).can(value))
    if (match) return match
    throw new E_ATPROTO_INVALID_SCOPE(
      `"${value}" is neither in "scope" nor in "optionalScope" of config/atproto_oauth.ts`
    )
  })
  return joinScopes(scope, optional.filter(granted), added)
}
