import { RuntimeException } from '@adonisjs/core/exceptions'
import { isNsidString, l, lexStringify, type LexValue, XrpcResponse } from '@atproto/lex'

type Param = string | number | boolean | undefined

export interface CallOptions {
  /** The query string. Lists repeat their name. */
  params?: Record<string, Param | readonly Param[]>

  /** The input: lexicon data, sent as JSON, or bytes. A call with a body is a procedure. */
  body?: LexValue | Blob

  /** Only needed for a procedure without a body. */
  type?: 'query' | 'procedure'

  /**
   * The service to call through the account's server, like `did:web:api.bsky.app#bsky_appview`. It
   * needs a scope: `scopes.rpc()`.
   */
  service?: `did:${string}#${string}`

  headers?: Record<string, string>
  signal?: AbortSignal
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>

/**
 * Calls a method without a lexicon.
 */
export async function call(fetch: Fetch, nsid: string, options: CallOptions): Promise<unknown> {
  if (!isNsidString(nsid)) throw new RuntimeException(`"${nsid}" is not an NSID`)
  const { params = {}, body, signal, service } = options
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const item of [value].flat()) if (item !== undefined) query.append(name, String(item))
  }

  const headers = new Headers({ accept: 'application/json', ...options.headers })
  if (service !== undefined) headers.set('atproto-proxy', checkService(service))
  const isProcedure = (options.type ?? (body === undefined ? 'query' : 'procedure')) === 'procedure'
  const response = await fetch(`/xrpc/${nsid}${query.size > 0 ? `?${query}` : ''}`, {
    method: isProcedure ? 'POST' : 'GET',
    headers,
    body: encode(body, headers),
    signal,
  })
  // Without a schema, the client only parses the response, and throws for error responses.
  const method = l.query(nsid, l.params(), l.payload())
  const { body: output } = await XrpcResponse.fromFetchResponse(method, response)
  return output
}

function encode(body: CallOptions['body'], headers: Headers): RequestInit['body'] {
  if (body === undefined) return undefined
  const isBinary = body instanceof Blob || body instanceof Uint8Array
  if (!headers.has('content-type')) {
    const type = body instanceof Blob ? body.type : ''
    headers.set('content-type', isBinary ? type || 'application/octet-stream' : 'application/json')
  }
  return isBinary ? (body as Blob) : lexStringify(body)
}

/** A line break would add another header. */
function checkService(service: string) {
  if (/^did:[a-z]+:[A-Za-z0-9._:%-]+#[A-Za-z0-9_-]+$/.test(service)) return service
  throw new RuntimeException(`"${service}" is not a service like did:web:api.bsky.app#bsky_appview`)
}
