import {
  AccountPermission,
  BlobPermission,
  IdentityPermission,
  RepoPermission,
  RpcPermission,
} from '@atproto/oauth-scopes'

type Action = 'create' | 'update' | 'delete'

interface Write {
  $type?: string
  collection?: unknown
}

const repo = (collection: unknown, ...actions: Action[]) =>
  typeof collection === 'string'
    ? actions.map((action) =>
        RepoPermission.scopeNeededFor({
          collection: collection as `${string}.${string}.${string}`,
          action,
        })
      )
    : []

const account = (attr: 'email' | 'repo' | 'status') =>
  AccountPermission.scopeNeededFor({ attr, action: 'manage' })

const identity = (attr: 'handle' | '*') => IdentityPermission.scopeNeededFor({ attr })

/** Methods of account servers that always need the same scope. */
const FIXED: Record<string, string> = {
  'com.atproto.identity.requestPlcOperationSignature': identity('*'),
  'com.atproto.identity.signPlcOperation': identity('*'),
  'com.atproto.identity.submitPlcOperation': identity('*'),
  'com.atproto.identity.updateHandle': identity('handle'),
  'com.atproto.repo.importRepo': account('repo'),
  'com.atproto.server.activateAccount': account('status'),
  'com.atproto.server.deactivateAccount': account('status'),
  'com.atproto.server.requestEmailConfirmation': account('email'),
}

function parseJson(body: unknown): Record<string, any> {
  try {
    return (typeof body === 'string' && JSON.parse(body)) || {}
  } catch {
    return {}
  }
}

/**
 * Returns the scopes that a request needs, as far as the protocol defines them. Empty if it needs
 * none, or if the server decides.
 *
 * @param path - Path and query
 */
export function requiredScopes(path: string, { headers: init, body }: RequestInit = {}): string[] {
  const { pathname, searchParams } = new URL(path, 'https://account.invalid')
  const lxm = /^\/xrpc\/([a-zA-Z0-9.-]+)$/.exec(pathname)?.[1]
  if (!lxm) return []

  const headers = new Headers(init)
  const aud = headers.get('atproto-proxy')
  if (aud) return [RpcPermission.scopeNeededFor({ aud, lxm })]

  const input = parseJson(body)
  switch (lxm) {
    case 'com.atproto.repo.createRecord':
      return repo(input.collection, 'create')
    case 'com.atproto.repo.putRecord':
      return repo(input.collection, 'create', 'update')
    case 'com.atproto.repo.deleteRecord':
      return repo(input.collection, 'delete')
    case 'com.atproto.repo.applyWrites':
      return [input.writes].flat().flatMap((write: Write | undefined) => {
        const action = /#(create|update|delete)$/.exec(write?.$type ?? '')?.[1]
        return action ? repo(write?.collection, action as Action) : []
      })
    case 'com.atproto.repo.uploadBlob':
      return [BlobPermission.scopeNeededFor({ mime: headers.get('content-type') ?? '*/*' })]
    case 'com.atproto.server.getServiceAuth':
      return [
        RpcPermission.scopeNeededFor({
          aud: searchParams.get('aud') ?? '*',
          lxm: searchParams.get('lxm') ?? '*',
        }),
      ]
    default:
      return Object.hasOwn(FIXED, lxm) ? [FIXED[lxm]] : []
  }
}
