import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PDS } from '@atproto/pds'

const PATH = '/xrpc/com.atproto.sync.listReposByCollection'
const DEFAULT_LIMIT = 500
const MAX_LIMIT = 2000

interface Page {
  repos: { did: string }[]
  cursor?: string
}

/**
 * Answers `com.atproto.sync.listReposByCollection`, which a relay has and a PDS has not. With it a
 * Tap server takes this PDS for its relay and finds the accounts of its signal collection.
 *
 * @returns whether the request was this query
 */
export function answerReposByCollection(
  pds: PDS,
  request: IncomingMessage,
  response: ServerResponse
): boolean {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname !== PATH || request.method !== 'GET') return false

  const collection = url.searchParams.get('collection')
  const limit = Number(url.searchParams.get('limit') ?? DEFAULT_LIMIT)
  if (!collection || !Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    const message = collection ? `limit must be 1 to ${MAX_LIMIT}` : 'collection is missing'
    send(response, 400, { error: 'InvalidRequest', message })
    return true
  }

  listRepos(pds, collection, limit, url.searchParams.get('cursor') ?? '').then(
    (page) => send(response, 200, page),
    (error) => send(response, 500, { error: 'InternalServerError', message: String(error) })
  )
  return true
}

async function listRepos(pds: PDS, collection: string, limit: number, after: string) {
  const page: Page = { repos: [] }
  const actors = await pds.ctx.accountManager.db.db
    .selectFrom('actor')
    .select('did')
    .where('deactivatedAt', 'is', null)
    .where('takedownRef', 'is', null)
    .where('did', '>', after as `did:${string}:${string}`)
    .orderBy('did')
    .execute()

  for (const { did } of actors) {
    const collections = await pds.ctx.actorStore.read(did, (store) => {
      return store.record.listCollections()
    })
    if (!collections.some((name) => name === collection)) continue
    page.repos.push({ did })
    if (page.repos.length === limit) {
      page.cursor = did
      break
    }
  }
  return page
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
