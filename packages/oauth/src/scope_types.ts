/** Scopes, as a list or separated by spaces. */
export type ScopeInput = string | readonly string[]

/** What `lex build` generates for a permission set. */
export interface PermissionSet {
  nsid: string
  permissions: readonly { resource: string; options: Record<string, unknown> }[]
}

export type PermissionSets = ReadonlyMap<string, PermissionSet>
