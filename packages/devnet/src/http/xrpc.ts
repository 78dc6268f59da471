import { XrpcError } from '../errors.js'
import type { XrpcCall } from '../types.js'

/** Calls an XRPC method. @throws XrpcError unless the server responds with 2xx */
export async function xrpc<Output>(
  service: string,
  nsid: string,
  { params, body, headers }: XrpcCall = {}
): Promise<Output> {
  const url = new URL(`/xrpc/${nsid}`, service)
  for (const [name, value] of Object.entries(params ?? {})) {
    for (const item of [value].flat()) {
      if (item !== undefined) url.searchParams.append(name, String(item))
    }
  }

  const hasInput = body !== undefined && body !== null
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(hasInput ? { 'content-type': 'application/json' } : {}) },
    body: hasInput ? JSON.stringify(body) : undefined,
  })

  const text = await response.text()
  const output = text.startsWith('{') ? JSON.parse(text) : {}
  if (!response.ok) {
    throw new XrpcError(
      nsid,
      response.status,
      output.error ?? response.statusText,
      output.message ?? text.slice(0, 200)
    )
  }
  return output as Output
}
