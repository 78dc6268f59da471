import { cidForRawBytes } from '@atproto/lex'
import type { ScopePermissions } from '@atproto/oauth-scopes'
import type { FakeAccount } from './fake_account.js'
import type { FakeAccounts } from './fake_accounts.js'
import type { FakeRepo } from './fake_repo.js'
import type { FakeCall } from './types.js'
import { FakeXrpcError } from './xrpc_error.js'

interface Context {
  call: FakeCall
  permissions: ScopePermissions
  accounts: FakeAccounts
}

interface Write {
  $type: string
  collection: string
  rkey?: string
  value: Record<string, unknown>
}

const UNCHECKED = { validationStatus: 'unknown' }

function signedIn({ account }: FakeCall): FakeAccount {
  if (account) return account
  throw new FakeXrpcError(401, 'AuthMissing', 'Authentication Required')
}

/** Returns the repo to write to. Accounts can only write to their own. */
function ownRepo({ call }: Context): FakeRepo {
  const { did, handle, repo } = signedIn(call)
  if ([did, handle].includes(call.body.repo)) return repo
  throw new FakeXrpcError(400, 'InvalidRequest', `${handle} can't write to ${call.body.repo}`)
}

function anyRepo({ call, accounts }: Context): FakeRepo {
  const account = accounts.find(call.params.repo)
  if (account) return account.repo
  throw new FakeXrpcError(400, 'RepoNotFound', `Could not find repo: ${call.params.repo}`)
}

async function write(repo: FakeRepo, { $type, collection, rkey, value }: Write) {
  const [, action] = $type.split('#')
  if (action === 'delete') {
    repo.delete(collection, rkey!)
    return { $type: 'com.atproto.repo.applyWrites#deleteResult' }
  }
  const ref =
    action === 'create'
      ? await repo.create(collection, value, rkey)
      : await repo.put(collection, rkey!, value)
  return { $type: `com.atproto.repo.applyWrites#${action}Result`, ...ref, ...UNCHECKED }
}

const keyOf = ({ uri }: { uri: string }) => uri.slice(uri.lastIndexOf('/') + 1)

/**
 * The methods of repos and sessions, by NSID. They check scopes as a server does.
 */
export const repoMethods: Record<string, (context: Context) => unknown> = {
  async 'com.atproto.repo.createRecord'(context) {
    const repo = ownRepo(context)
    const { collection, rkey, record } = context.call.body
    context.permissions.assertRepo({ action: 'create', collection })
    const ref = await repo.create(collection, record, rkey)
    return { ...ref, commit: await repo.commit(), ...UNCHECKED }
  },

  async 'com.atproto.repo.putRecord'(context) {
    const repo = ownRepo(context)
    const { collection, rkey, record } = context.call.body
    context.permissions.assertRepo({ action: 'create', collection })
    context.permissions.assertRepo({ action: 'update', collection })
    const ref = await repo.put(collection, rkey, record)
    return { ...ref, commit: await repo.commit(), ...UNCHECKED }
  },

  async 'com.atproto.repo.deleteRecord'(context) {
    const repo = ownRepo(context)
    const { collection, rkey } = context.call.body
    context.permissions.assertRepo({ action: 'delete', collection })
    repo.delete(collection, rkey)
    return { commit: await repo.commit() }
  },

  async 'com.atproto.repo.applyWrites'(context) {
    const repo = ownRepo(context)
    const writes: Write[] = context.call.body.writes
    for (const { $type, collection } of writes) {
      const [, action] = $type.split('#') as [string, 'create' | 'update' | 'delete']
      context.permissions.assertRepo({ action, collection })
    }
    const results = []
    for (const each of writes) results.push(await write(repo, each))
    return { commit: await repo.commit(), results }
  },

  'com.atproto.repo.getRecord'(context) {
    const { collection, rkey } = context.call.params as Record<string, string>
    return anyRepo(context).get(collection, rkey)
  },

  'com.atproto.repo.listRecords'(context) {
    const { collection, limit = '50', cursor } = context.call.params as Record<string, string>
    const all = anyRepo(context).list(collection)
    const rest = cursor ? all.filter((record) => keyOf(record) < cursor) : all
    const records = rest.slice(0, Number(limit))
    return records.length < rest.length ? { records, cursor: keyOf(records.at(-1)!) } : { records }
  },

  async 'com.atproto.repo.uploadBlob'({ call, permissions }) {
    signedIn(call)
    const mimeType = call.headers.get('content-type') ?? 'application/octet-stream'
    permissions.assertBlob({ mime: mimeType })
    const bytes = call.body instanceof Uint8Array ? call.body : new Uint8Array()
    const cid = await cidForRawBytes(bytes)
    return {
      blob: { $type: 'blob', ref: { $link: cid.toString() }, mimeType, size: bytes.byteLength },
    }
  },

  'com.atproto.server.getSession'({ call }) {
    const { did, handle } = signedIn(call)
    return { did, handle, active: true }
  },

  'com.atproto.server.describeServer'() {
    return { did: 'did:web:pds.fake.test', availableUserDomains: ['.test'] }
  },

  '_health'() {
    return { version: 'fake' }
  },
}
