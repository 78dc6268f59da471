import {
  AccountPermission,
  BlobPermission,
  IdentityPermission,
  IncludeScope,
  RepoPermission,
  RpcPermission,
} from '@atproto/oauth-scopes'
import { E_ATPROTO_INVALID_SCOPE } from '../errors.js'
import { type LexiconModule, nsidOf } from './lexicons.js'

type RepoAction = 'create' | 'update' | 'delete'

/** An NSID, or the module that `lex build` generates for a lexicon. */
type Name<Type extends string> = string | LexiconModule<Type>

interface ScopeParser<Parsed> {
  fromString(scope: string): Parsed | null
}

const listOf = <T>(value: T | readonly T[]): T[] => [value].flat() as T[]

/** The constructors of the library accept anything, its parsers don't. */
function checked(scope: object, parser: ScopeParser<object>): string {
  const text = String(scope)
  if (parser.fromString(text)) return text
  throw new E_ATPROTO_INVALID_SCOPE(`"${decodeURIComponent(text)}" is not a valid scope`)
}

/**
 * Builds scopes from lexicons or NSIDs.
 *
 * @see https://atproto.com/specs/permission
 * @example
 * defineConfig({ scope: [scopes.repo(xyz.statusphere.status, ['create', 'delete'])] })
 */
export const scopes = {
  /**
   * Writes records. The collection "*" stands for all.
   *
   * @param actions - Defaults to all three
   */
  repo(
    collections: Name<'record'> | readonly Name<'record'>[],
    actions: RepoAction | readonly RepoAction[] = ['create', 'update', 'delete']
  ): string {
    const names = listOf(collections).map((name) => nsidOf(name, 'record'))
    const permission = new RepoPermission(names as any, listOf(actions) as any)
    return checked(permission, RepoPermission)
  },

  /**
   * Uploads files.
   *
   * @param accept - MIME types, like `image/png` or `video/*`
   */
  blob(accept: string | readonly string[]): string {
    return checked(new BlobPermission(listOf(accept) as any), BlobPermission)
  },

  /**
   * Calls methods of another service through the account's server.
   *
   * @param options.aud - The service, like `did:web:api.bsky.app#bsky_appview`, or "*"
   */
  rpc(
    methods: Name<'method'> | readonly Name<'method'>[],
    { aud }: { aud: `did:${string}#${string}` | '*' }
  ): string {
    const names = listOf(methods).map((name) => nsidOf(name, 'method'))
    return checked(new RpcPermission(aud as any, names as any), RpcPermission)
  },

  /**
   * Everything in a permission set, which is published as a lexicon.
   *
   * @param options.aud - The service that its methods are called on
   */
  include(
    permissionSet: Name<'permission-set'>,
    { aud }: { aud?: `did:${string}#${string}` } = {}
  ): string {
    const nsid = nsidOf(permissionSet, 'permission-set')
    return checked(new IncludeScope(nsid as any, aud as any), IncludeScope)
  },

  /** Reads or manages the account itself: its email address, its repo as a whole, its status. */
  account(attribute: 'email' | 'repo' | 'status', action: 'read' | 'manage' = 'read'): string {
    return checked(new AccountPermission(attribute, [action]), AccountPermission)
  },

  /** Changes the handle, or everything about the identity. */
  identity(attribute: 'handle' | '*'): string {
    return checked(new IdentityPermission(attribute), IdentityPermission)
  },
}
