import { matchesCollection } from '../options.js'
import { identityEventData, recordEventData } from '../outbox/events.js'
import type { Outbox } from '../outbox/outbox.js'
import type { Store } from '../storage/store.js'
import type { AccountStatus, Commit, OutboxEvent, RecordEvent, RepoSnapshot } from '../types.js'

interface Emit {
  record(event: RecordEvent): void
  identity(did: string, handle: string, status: AccountStatus): void
}

/**
 * Applies changes to followed repos. The rows and events of a change are written in one transaction
 * and sent after it, so a crash leaves either all or none of them.
 */
export class Tracker {
  readonly #store: Store
  readonly #outbox: Outbox
  readonly #collectionFilters: readonly string[]
  readonly #signalCollection: string | undefined
  readonly #onPending: () => void

  constructor(
    store: Store,
    outbox: Outbox,
    collectionFilters: readonly string[],
    signalCollection: string | undefined,
    onPending: () => void
  ) {
    this.#store = store
    this.#outbox = outbox
    this.#collectionFilters = collectionFilters
    this.#signalCollection = signalCollection
    this.#onPending = onPending
  }

  follow(dids: string[]): void {
    this.#store.transaction(() => dids.forEach((did) => this.#store.repos.add(did)))
    this.#onPending()
  }

  /** Events in the outbox are still sent. */
  unfollow(dids: string[]): void {
    this.#store.transaction(() => dids.forEach((did) => this.#forget(did)))
  }

  /** Whether changes of this repo can matter. */
  concerns(did: string): boolean {
    return this.#signalCollection !== undefined || this.#store.repos.find(did) !== undefined
  }

  applyCommit(commit: Commit): void {
    const repo = this.#store.repos.find(commit.did)
    if (!repo) {
      const signal = this.#signalCollection
      if (commit.ops.some((op) => op.collection === signal)) this.follow([commit.did])
      return
    }
    if (repo.rev !== '' && commit.rev <= repo.rev) return

    const ops = commit.ops.filter((op) => matchesCollection(op.collection, this.#collectionFilters))
    if (repo.state === 'resyncing') this.#store.resyncBuffer.add({ ...commit, ops })
    if (repo.state === 'active') this.#change((emit) => this.#write({ ...commit, ops }, emit))
  }

  /** Applies a sync message: the repo is at this rev now. */
  applySync(did: string, rev: string): void {
    const repo = this.#store.repos.find(did)
    if (repo?.state === 'active' && rev > repo.rev) this.desynchronize(did)
  }

  /** Marks a repo to be read again because a change was missed. Only differences are sent. */
  desynchronize(did: string): void {
    if (this.#store.repos.find(did)?.state !== 'active') return
    this.#store.repos.setState(did, 'desynchronized')
    this.#onPending()
  }

  applyStatus(did: string, status: AccountStatus): void {
    const repo = this.#store.repos.find(did)
    if (!repo || repo.status === status) return

    this.#change((emit) => {
      if (status === 'deleted') this.#forget(did)
      else this.#store.repos.setStatus(did, status)
      emit.identity(did, repo.handle, status)
    })
  }

  applyHandle(did: string, handle: string): void {
    const repo = this.#store.repos.find(did)
    if (!repo || repo.handle === handle) return

    this.#change((emit) => {
      this.#store.repos.setHandle(did, handle)
      emit.identity(did, handle, repo.status)
    })
  }

  /** Sends the records that were not sent yet, then the commits that arrived meanwhile. */
  applySnapshot(did: string, { rev, records }: RepoSnapshot): void {
    // The repo was removed, or removed and added again, while it was read. The next read is
    // correct.
    if (this.#store.repos.find(did)?.state !== 'resyncing') return

    this.#change((emit) => {
      const known = this.#store.records.cids(did)
      for (const { collection, rkey, cid, record } of records) {
        if (!matchesCollection(collection, this.#collectionFilters)) continue

        const knownCid = known.get(`${collection}/${rkey}`)
        if (knownCid === cid) continue

        const action = knownCid === undefined ? 'create' : 'update'
        this.#store.records.put(did, collection, rkey, cid)
        emit.record({ live: false, did, rev, collection, rkey, action, record, cid })
      }
      this.#store.repos.setActive(did, rev)
      for (const commit of this.#store.resyncBuffer.drain(did)) {
        if (commit.rev > rev) this.#write(commit, emit)
      }
    })
  }

  #write({ did, rev, ops }: Commit, emit: Emit): void {
    for (const { collection, rkey, action, record, cid } of ops) {
      if (action === 'delete') this.#store.records.delete(did, collection, rkey)
      else this.#store.records.put(did, collection, rkey, cid ?? '')
      emit.record({ live: true, did, rev, collection, rkey, action, record, cid })
    }
    this.#store.repos.setRev(did, rev)
  }

  #forget(did: string): void {
    this.#store.records.deleteRepo(did)
    this.#store.resyncBuffer.deleteRepo(did)
    this.#store.repos.remove(did)
  }

  #change(work: (emit: Emit) => void): void {
    const events: OutboxEvent[] = []
    const { outbox } = this.#store
    const emit: Emit = {
      record: (event) =>
        events.push(outbox.add(event.did, event.live, (id) => recordEventData(id, event))),
      // An identity event counts as historical: nothing waits for it, and it waits for no record.
      identity: (did, handle, status) => {
        const event = { did, handle, is_active: status === 'active', status }
        events.push(outbox.add(did, false, (id) => identityEventData(id, event)))
      },
    }
    this.#store.transaction(() => work(emit))
    this.#outbox.publish(events)
  }
}
