import type { DidDocument, RepoInfo } from '../types.js'

type Responder = (parameter: string) => object | undefined

const NOT_FOUND = { message: 'Not Found' }

/**
 * The HTTP API of a Tap server, in this process. It does not read any repo.
 */
export class FakeServer {
  readonly repos = new Map<string, RepoInfo>()
  readonly documents = new Map<string, DidDocument>()
  isDown = false

  #routes: Record<string, Responder> = {
    'health': () => ({ status: 'ok' }),
    'info': (did) => this.repos.get(did),
    'resolve': (did) => this.documents.get(did),
    'stats/repo-count': () => ({ repo_count: this.repos.size }),
    'stats/record-count': () => ({ record_count: this.#recordCount }),
    'stats/outbox-buffer': () => ({ outbox_buffer: 0 }),
    'stats/resync-buffer': () => ({ resync_buffer: 0 }),
    'stats/cursors': () => ({ firehose: null, list_repos: null }),
  }

  #base: string

  constructor({ href }: URL) {
    this.#base = href
  }

  /** Replaces the `fetch` of the client. */
  fetch = async (url: URL, init: RequestInit): Promise<Response> => {
    if (this.isDown) throw Object.assign(new TypeError('fetch failed'), { cause: DOWN })
    const path = url.href.slice(this.#base.length)
    return init.method === 'POST' ? this.#post(path, init.body as string) : this.#get(path)
  }

  get #recordCount() {
    return [...this.repos.values()].reduce((sum, { records }) => sum + records, 0)
  }

  #post(path: string, body: string): Response {
    const { dids } = JSON.parse(body) as { dids: string[] }
    for (const did of dids) {
      if (path === 'repos/remove') this.repos.delete(did)
      else if (!this.repos.has(did)) this.repos.set(did, newRepo(did))
    }
    return new Response(null)
  }

  #get(path: string): Response {
    const [name, parameter = ''] = path in this.#routes ? [path] : path.split(/\/(.*)/s)
    const body = this.#routes[name!]?.(parameter)
    if (body) return Response.json(body)
    // Like the real server, which returns the same error for an unknown DID and for an outage of
    // the directory.
    const status = name === 'resolve' ? 500 : 404
    return Response.json(NOT_FOUND, { status })
  }
}

const DOWN = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

export function newRepo(did: string): RepoInfo {
  return { did, handle: 'handle.invalid', state: 'active', rev: '', records: 0 }
}
