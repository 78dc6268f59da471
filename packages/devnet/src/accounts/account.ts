import { XrpcError } from '../errors.js'
import { toHandle } from '../handle.js'
import type { PdsApi, RecordRef, RepoRecord, Write, XrpcCall } from '../types.js'

interface Details {
  did: string
  handle: string
  email: string
  password: string
  /** saves a sign-in, which takes the PDS a third of a second */
  accessToken?: string
}

/** An account on the devnet's PDS, and what its owner can do with it in any app. */
export class DevnetAccount {
  readonly did: string
  readonly email: string
  readonly password: string
  #handle: string
  readonly #pds: PdsApi
  #accessToken?: Promise<string>

  constructor(details: Details, pds: PdsApi) {
    this.did = details.did
    this.email = details.email
    this.password = details.password
    this.#handle = details.handle
    this.#pds = pds
    if (details.accessToken) this.#accessToken = Promise.resolve(details.accessToken)
  }

  get handle(): string {
    return this.#handle
  }

  /** @param options.rkey default: a new TID */
  createRecord(
    collection: string,
    record: RepoRecord,
    options: { rkey?: string } = {}
  ): Promise<RecordRef> {
    return this.call('com.atproto.repo.createRecord', {
      body: { repo: this.did, collection, record: typed(collection, record), ...options },
    })
  }

  /** Creates the record or replaces it. */
  putRecord(collection: string, rkey: string, record: RepoRecord): Promise<RecordRef> {
    return this.call('com.atproto.repo.putRecord', {
      body: { repo: this.did, collection, rkey, record: typed(collection, record) },
    })
  }

  async deleteRecord(collection: string, rkey: string): Promise<void> {
    await this.call('com.atproto.repo.deleteRecord', {
      body: { repo: this.did, collection, rkey },
    })
  }

  /**
   * Up to 200 writes in one commit.
   *
   * @returns the records that were created or updated, in order
   */
  async applyWrites(writes: Write[]): Promise<RecordRef[]> {
    const { results = [] } = await this.call<{ results?: RecordRef[] }>(
      'com.atproto.repo.applyWrites',
      {
        body: {
          repo: this.did,
          writes: writes.map(({ action, ...write }) => ({
            $type: `com.atproto.repo.applyWrites#${action}`,
            ...write,
            ...('value' in write ? { value: typed(write.collection, write.value) } : {}),
          })),
        },
      }
    )
    return results.filter(({ uri }) => uri !== undefined).map(({ uri, cid }) => ({ uri, cid }))
  }

  /** @throws XrpcError `RecordNotFound` */
  async getRecord(collection: string, rkey: string): Promise<RecordRef & { value: RepoRecord }> {
    return this.call('com.atproto.repo.getRecord', {
      params: { repo: this.did, collection, rkey },
    })
  }

  /** Newest first. @param options.limit 1 to 100, default 50 */
  async listRecords(
    collection: string,
    options: { limit?: number } = {}
  ): Promise<(RecordRef & { value: RepoRecord })[]> {
    const { records } = await this.call<{ records: (RecordRef & { value: RepoRecord })[] }>(
      'com.atproto.repo.listRecords',
      { params: { repo: this.did, collection, ...options } }
    )
    return records
  }

  async changeHandle(input: string): Promise<void> {
    const handle = toHandle(input)
    await this.call('com.atproto.identity.updateHandle', { body: { handle } })
    this.#handle = handle
  }

  async deactivate(): Promise<void> {
    await this.call('com.atproto.server.deactivateAccount', { body: {} })
  }

  async activate(): Promise<void> {
    await this.call('com.atproto.server.activateAccount', { body: null })
  }

  /** Deletes the account and its repo. The DID stays in the PLC directory. */
  async delete(): Promise<void> {
    await this.#pds.callAsAdmin('com.atproto.admin.deleteAccount', { body: { did: this.did } })
  }

  /**
   * Any XRPC call to the PDS as this account. With a `body` it is a procedure (`null`: without
   * input), otherwise a query. @throws XrpcError
   */
  async call<Output>(nsid: string, call: Omit<XrpcCall, 'headers'> = {}): Promise<Output> {
    this.#accessToken ??= this.#signIn()
    const token = await this.#accessToken.catch((error) => {
      this.#accessToken = undefined
      throw error
    })
    try {
      return await this.#pds.call<Output>(nsid, {
        ...call,
        headers: { authorization: `Bearer ${token}` },
      })
    } catch (error) {
      if (!(error instanceof XrpcError) || error.error !== 'ExpiredToken') throw error
      this.#accessToken = undefined
      return this.call(nsid, call)
    }
  }

  async #signIn(): Promise<string> {
    const session = await this.#pds.call<{ accessJwt: string }>(
      'com.atproto.server.createSession',
      { body: { identifier: this.did, password: this.password } }
    )
    return session.accessJwt
  }

  /** Without the password: it may be one that is used elsewhere, too. */
  toJSON() {
    return { did: this.did, handle: this.handle, email: this.email }
  }
}

function typed(collection: string, record: RepoRecord): RepoRecord {
  return { $type: collection, ...record }
}
