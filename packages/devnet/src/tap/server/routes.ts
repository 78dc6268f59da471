import { isValidDid } from '@atproto/syntax'
import type { IncomingMessage } from 'node:http'
import { readDids } from './did_payload.js'
import type { Directory } from '../sync/directory.js'
import { didDocumentBody } from './did_document_body.js'
import type { Follower } from '../sync/follower.js'
import { HttpError } from './http_error.js'
import type { Store } from '../storage/store.js'
import type { Tracker } from '../sync/tracker.js'

/** Gets what stands for `:did`, as it was sent: the real server doesn't decode it. Answers a JSON body, or none. */
export type Handler = (param: string, request: IncomingMessage) => unknown

export interface Route {
  method: 'GET' | 'POST'
  path: string
  handle: Handler
}

/** The HTTP API, but for `/channel`. */
export function createRoutes(
  store: Store,
  tracker: Tracker,
  directory: Directory,
  follower: Follower
): Route[] {
  return [
    { method: 'GET', path: '/health', handle: () => ({ status: 'ok' }) },
    {
      method: 'POST',
      path: '/repos/add',
      async handle(_, request) {
        const dids = await readDids(request)
        // An empty INSERT is an error in the real server, and clients had better know.
        if (dids.length === 0) throw new HttpError(500, 'Internal Server Error')
        tracker.follow(dids)
      },
    },
    {
      method: 'POST',
      path: '/repos/remove',
      async handle(_, request) {
        tracker.unfollow(await readDids(request))
      },
    },
    {
      method: 'GET',
      path: '/resolve/:did',
      async handle(did) {
        if (!isValidDid(did)) throw new HttpError(400, 'improperly formatted DID')
        const document = await directory.document(did).catch(() => {
          throw new HttpError(500, 'failed to resolve DID')
        })
        return didDocumentBody(document)
      },
    },
    {
      method: 'GET',
      path: '/info/:did',
      handle(did) {
        const repo = store.repos.find(did)
        if (!repo) throw new HttpError(404, 'repo not found')
        const { error, handle, retries, rev, state } = repo
        return { did, error, handle, records: store.records.countOf(did), retries, rev, state }
      },
    },
    stat('repo-count', () => ({ repo_count: store.repos.count() })),
    stat('record-count', () => ({ record_count: store.records.count() })),
    stat('outbox-buffer', () => ({ outbox_buffer: store.outbox.count() })),
    stat('resync-buffer', () => ({ resync_buffer: store.resyncBuffer.count() })),
    stat('cursors', () => ({ firehose: follower.lastSeq, list_repos: '' })),
  ]
}

function stat(name: string, handle: Handler): Route {
  return { method: 'GET', path: `/stats/${name}`, handle }
}
