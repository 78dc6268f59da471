import {
  AccountPermission,
  BlobPermission,
  IdentityPermission,
  IncludeScope,
  RepoPermission,
  RpcPermission,
  ScopePermissionsTransition,
} from '@atproto/oauth-scopes'
import type { PermissionSets } from '../scope_types.js'
import { splitScope } from './scope_list.js'

/**
 * The granted scopes. Servers expand permission sets, merge collections and change the order, so
 * scopes are compared by what they permit, not as text.
 */
export class GrantedScopes {
  readonly values: readonly string[]

  #permissionSets: PermissionSets
  #permissions: ScopePermissionsTransition

  /** @param permissionSets - Those in the app's code, to know what an `include:` permits */
  constructor(scope: string, permissionSets: PermissionSets = new Map()) {
    this.values = Object.freeze(splitScope(scope))
    this.#permissionSets = permissionSets
    this.#permissions = new ScopePermissionsTransition(this.expanded)
  }

  /** The scope, with the contents of its permission sets. */
  get expanded(): string {
    return this.values.flatMap((value) => [value, ...this.#expand(value)]).join(' ')
  }

  /** Whether everything that the scopes permit was granted. */
  can(scope: string): boolean {
    return splitScope(scope).every((value) => {
      try {
        return this.values.includes(value) || this.#permits(value)
      } catch {
        // A percent sign that encodes nothing.
        return false
      }
    })
  }

  /** Returns the scopes that were not granted. */
  missing(scopes: readonly string[]): string[] {
    return scopes.filter((scope) => !this.can(scope))
  }

  #permits(value: string): boolean {
    const granted = this.#permissions
    const repo = RepoPermission.fromString(value)
    if (repo) {
      return repo.collection.every((collection) =>
        repo.action.every((action) => granted.allowsRepo({ collection, action }))
      )
    }
    const rpc = RpcPermission.fromString(value)
    if (rpc) return rpc.lxm.every((lxm) => granted.allowsRpc({ lxm, aud: rpc.aud }))

    const blob = BlobPermission.fromString(value)
    // A made-up type is matched by a wildcard only.
    if (blob) {
      return blob.accept.every((type) => granted.allowsBlob({ mime: type.replaceAll('*', 'any') }))
    }
    const account = AccountPermission.fromString(value)
    if (account) {
      const { attr } = account
      return account.action.every((action) => granted.allowsAccount({ attr, action }))
    }
    const identity = IdentityPermission.fromString(value)
    if (identity) return granted.allowsIdentity({ attr: identity.attr })

    const included = this.#expand(value)
    return included.length > 0 && included.every((scope) => this.#permits(scope))
  }

  #expand(value: string): string[] {
    const include = IncludeScope.fromString(value)
    const set = include && this.#permissionSets.get(include.nsid)
    if (!set) return []
    const permissions = set.permissions.map(({ resource, options }) => ({
      type: 'permission' as const,
      resource,
      ...options,
    }))
    return include.toScopes({ permissions } as unknown as Parameters<typeof include.toScopes>[0])
  }
}
