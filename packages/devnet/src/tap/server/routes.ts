import { isValidDid } from '@atproto/syntax'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Store } from '../storage/store.js'
import type { Directory } from '../sync/directory.js'
import type { Follower } from '../sync/follower.js'
import type { Tracker } from '../sync/tracker.js'
import { didDocumentBody, readDids } from './bodies.js'

export interface Route {
  method: 'GET' | 'POST'
  path: string
  /** returns the JSON body of the response, or undefined for an empty one */
  handle: (context: Context) => unknown
}

/** The HTTP API without `/channel`. */
export function createRoutes(
  store: Store,
  tracker: Tracker,
  directory: Directory,
  follower: Follower
): Route[] {
  const get = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, handle })
  const post = (path: string, handle: Route['handle']): Route => ({ method: 'POST', path, handle })

  return [
    get('/health', () => ({ status: 'ok' })),
    post('/repos/add', async (context) => {
      const dids = await readDids(context)
      // The real server fails when it inserts no rows. Clients should notice that here, too.
      if (dids.length === 0) throw new HTTPException(500, { message: 'Internal Server Error' })
      tracker.follow(dids)
    }),
    post('/repos/remove', async (context) => tracker.unfollow(await readDids(context))),
    get('/resolve/:did{.+}', async (context) => {
      const did = didIn(context)
      if (!isValidDid(did)) throw new HTTPException(400, { message: 'improperly formatted DID' })
      const document = await directory.document(did).catch((cause) => {
        throw new HTTPException(500, { message: 'failed to resolve DID', cause })
      })
      return didDocumentBody(document)
    }),
    get('/info/:did{.+}', (context) => {
      const repo = store.repos.find(didIn(context))
      if (!repo) throw new HTTPException(404, { message: 'repo not found' })
      const { did, error, handle, retries, rev, state } = repo
      return { did, error, handle, records: store.records.countOf(did), retries, rev, state }
    }),
    get('/stats/repo-count', () => ({ repo_count: store.repos.count() })),
    get('/stats/record-count', () => ({ record_count: store.records.count() })),
    get('/stats/outbox-buffer', () => ({ outbox_buffer: store.outbox.count() })),
    get('/stats/resync-buffer', () => ({ resync_buffer: store.resyncBuffer.count() })),
    get('/stats/cursors', () => ({ firehose: follower.lastSeq, list_repos: '' })),
  ]
}

/** The rest of the path, undecoded: the real server does not decode `%3A`. */
function didIn({ req }: Context): string {
  return req.path.replace(/^\/\w+\//, '')
}
