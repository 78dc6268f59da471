import type { ServerResponse } from 'node:http'
import type { PDS } from '@atproto/pds'
import type { Interceptor } from '../http/interceptor.js'

const PATH = '/xrpc/com.atproto.sync.listReposByCollection'
const DEFAULT_LIMIT = 500
const MAX_LIMIT = 2000

interface Page {
  repos: { did: string }[]
  cursor?: string
}

/**
 * `com.atproto.sync.listReposByCollection`, which a relay has and a PDS does not have. With it, a
 * Tap server can use this PDS as its relay and find the accounts of its signal collection.
 */
export function reposByCollection(pds: PDS): Interceptor {
  return async (request, response, next) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname !== PATH || request.method !== 'GET') return next()

    const collection = url.searchParams.get('collection')
    const limit = Number(url.searchParams.get('limit') ?? DEFAULT_LIMIT)
    if (!collection || !Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      const message = collection ? `limit must be 1 to ${MAX_LIMIT}` : 'collection is missing'
      return send(response, 400, { error: 'InvalidRequest', message })
    }

    try {
      const page = await listRepos(pds, collection, limit, url.searchParams.get('cursor') ?? '')
      return send(response, 200, page)
    } catch (error) {
      return send(response, 500, { error: 'InternalServerError', message: String(error) })
    }
  }
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
