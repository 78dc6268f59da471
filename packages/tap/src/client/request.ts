import { authHeaders } from '../auth_headers.js'
import debug from '../debug.js'
import { E_TAP_INVALID_RESPONSE, E_TAP_UNAUTHORIZED, E_TAP_UNREACHABLE } from '../errors.js'
import type { ResolvedTapConfig } from '../types.js'

/**
 * Responses of this API are counters and documents of a few kilobytes.
 */
const MAX_BODY = 1024 * 1024

export type Server = Pick<ResolvedTapConfig, 'url' | 'adminPassword' | 'timeout'> & {
  /** Replaces the global `fetch`. */
  transport?: { fetch?: (url: URL, init: RequestInit) => Promise<Response> }
}

export function unauthorized({ url, adminPassword }: Pick<Server, 'url' | 'adminPassword'>) {
  return new E_TAP_UNAUTHORIZED(
    adminPassword
      ? `The Tap server at ${url.origin} rejected the admin password`
      : `The Tap server at ${url.origin} requires an admin password; set TAP_ADMIN_PASSWORD`
  )
}

/**
 * Sends one request to the server's HTTP API. Returns `undefined` for a 404.
 *
 * @throws E_TAP_UNREACHABLE | E_TAP_UNAUTHORIZED | E_TAP_INVALID_RESPONSE
 */
export async function request(
  server: Server,
  method: 'GET' | 'POST',
  path: string,
  payload?: object
): Promise<string | undefined> {
  debug('%s /%s', method, path)
  let status: number
  let body: string
  try {
    const send = server.transport?.fetch ?? fetch
    const response = await send(new URL(path, server.url), {
      method,
      headers: { 'content-type': 'application/json', ...authHeaders(server) },
      body: payload && JSON.stringify(payload),
      // A Tap server never redirects. The target of a redirect must not get the password.
      redirect: 'manual',
      signal: AbortSignal.timeout(server.timeout),
    })
    status = response.status
    body = await readBody(response)
  } catch (error) {
    if (error instanceof E_TAP_INVALID_RESPONSE) throw error
    throw unreachable(server, error as Error)
  }

  if (status === 401) throw unauthorized(server)
  if (status === 404 && method === 'GET') return undefined
  if (status < 200 || status > 299) {
    throw new E_TAP_INVALID_RESPONSE(
      `The Tap server at ${server.url.origin} responded to ${method} /${path} with ${status}: ${excerpt(body)}`
    )
  }
  return body
}

/**
 * @throws E_TAP_INVALID_RESPONSE
 */
export function parseJson(server: Server, path: string, body: string): any {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new E_TAP_INVALID_RESPONSE(
      `The Tap server at ${server.url.origin} returned invalid JSON for /${path}: ${excerpt(body)}`,
      { cause }
    )
  }
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_BODY) {
      throw new E_TAP_INVALID_RESPONSE(
        `${new URL(response.url).origin} returned over ${MAX_BODY} bytes`
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function unreachable({ url, timeout }: Server, error: Error & { cause?: any }) {
  const reason =
    error.name === 'TimeoutError'
      ? `no response within ${timeout} ms`
      : (error.cause?.code ?? error.cause?.message ?? error.message)
  return new E_TAP_UNREACHABLE(`Cannot reach the Tap server at ${url.origin} (${reason})`, {
    cause: error,
  })
}

function excerpt(body: string) {
  return JSON.stringify(body.length > 200 ? `${body.slice(0, 200)}…` : body)
}
