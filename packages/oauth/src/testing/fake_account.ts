import type { AtprotoUser } from '../atproto_user.js'
import { type FakeRecord, type FakeRecordRef, FakeRepo } from './fake_repo.js'
import { createDid } from './ids.js'
import type { FakeGrantOptions } from './options.js'

interface Details {
  handle: string
  did?: string
  server: string
}

/** The part of the fake that an account uses. */
interface Owner {
  createGrant(account: FakeAccount, options?: FakeGrantOptions): Promise<AtprotoUser>
  userOf(account: FakeAccount): Promise<AtprotoUser>
  revoke(account: FakeAccount): void
  expireTokens(account: FakeAccount): void
}

/**
 * An account of a fake, and what its owner can do with it in any app. Has the methods of a
 * devnet's account, so that a test can change from one to the other.
 */
export class FakeAccount {
  readonly did: `did:${string}:${string}`
  /** Its server: both PDS and authorization server. */
  readonly server: string
  readonly repo: FakeRepo

  #handle: string
  #owner: Owner

  constructor({ handle, did, server }: Details, owner: Owner) {
    this.did = (did as `did:plc:${string}`) ?? createDid()
    this.server = server
    this.repo = new FakeRepo(this.did)
    this.#handle = handle
    this.#owner = owner
  }

  get handle(): string {
    return this.#handle
  }

  /**
   * Creates a grant of the account as a sign-in of a browser would, and returns its user.
   */
  createGrant(options?: FakeGrantOptions): Promise<AtprotoUser> {
    return this.#owner.createGrant(this, options)
  }

  /**
   * The user of the account's latest grant, or of a new one.
   */
  user(): Promise<AtprotoUser> {
    return this.#owner.userOf(this)
  }

  /** Ends what the server granted to the app, as the account's owner can on the server's pages. */
  revokeGrants(): void {
    this.#owner.revoke(this)
  }

  /** Makes the next request of the app refresh its tokens. */
  expireTokens(): void {
    this.#owner.expireTokens(this)
  }

  async createRecord(
    collection: string,
    record: FakeRecord,
    { rkey }: { rkey?: string } = {}
  ): Promise<FakeRecordRef> {
    return this.repo.create(collection, record, rkey)
  }

  async putRecord(collection: string, rkey: string, record: FakeRecord): Promise<FakeRecordRef> {
    return this.repo.put(collection, rkey, record)
  }

  async deleteRecord(collection: string, rkey: string): Promise<void> {
    this.repo.delete(collection, rkey)
  }

  async getRecord(collection: string, rkey: string) {
    return this.repo.get(collection, rkey)
  }

  /** Newest first. */
  async listRecords(collection: string) {
    return this.repo.list(collection)
  }

  async changeHandle(handle: string): Promise<void> {
    this.#handle = handle
  }
}
