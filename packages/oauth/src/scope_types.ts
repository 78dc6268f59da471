/** Scopes, as a list or separated by spaces. */
export type ScopeInput = string | readonly string[]

/** A permission set, as `lex build` generates it. */
export interface PermissionSet {
  nsid: string
  permissions: readonly { resource: string; options: Record<string, unknown> }[]
}

export type PermissionSets = ReadonlyMap<string, PermissionSet>
