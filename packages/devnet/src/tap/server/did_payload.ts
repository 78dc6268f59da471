import type { IncomingMessage } from 'node:http'
import { HttpError } from './http_error.js'

const LIMIT = 16 * 1024 * 1024

/** The DIDs of a `{"dids": [...]}` body. No body, no field or null mean none. Throws {@link HttpError}. */
export async function readDids(request: IncomingMessage): Promise<string[]> {
  if (!hasBody(request)) return []
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('application/json')) throw new HttpError(415, 'Unsupported Media Type')

  return parseDids(await readText(request))
}

export function parseDids(text: string): string[] {
  const body = parse(text)
  if (body === null) return []
  if (typeof body !== 'object' || Array.isArray(body)) throw typeError('main.DidPayload', body, '')

  const dids = Object.entries(body).findLast(([key]) => key.toLowerCase() === 'dids')?.[1] ?? []
  if (!Array.isArray(dids)) throw typeError('[]string', dids, 'dids')

  return dids.map((did) => {
    if (did === null) return ''
    if (typeof did !== 'string') throw typeError('string', did, 'dids')
    return did
  })
}

function hasBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0
  )
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LIMIT) throw new HttpError(413, 'Request Entity Too Large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse(text: string): unknown {
  if (text.trim() === '') throw new HttpError(400, 'EOF')
  try {
    return JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    if (/unexpected end|unterminated/i.test(message)) throw new HttpError(400, 'unexpected EOF')
    throw new HttpError(400, `Syntax error: ${message}`)
  }
}

/** Goes by Go's names for types, because the real server's message does. */
function typeError(expected: string, got: unknown, field: string): HttpError {
  const name = Array.isArray(got) ? 'array' : typeof got === 'boolean' ? 'bool' : typeof got
  return new HttpError(
    400,
    `Unmarshal type error: expected=${expected}, got=${name}, field=${field}`
  )
}
