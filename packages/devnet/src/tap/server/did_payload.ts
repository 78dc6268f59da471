import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/**
 * The DIDs of a `{"dids": [...]}` body. Without a body, or without the field, there are none.
 *
 * @throws HTTPException 415 unless it is sent as JSON, 400 unless it is a list of strings
 */
export async function readDids({ req }: Context): Promise<string[]> {
  const text = await req.text()
  if (text === '') return []
  if (!req.header('content-type')?.startsWith('application/json')) {
    throw new HTTPException(415, { message: 'Unsupported Media Type' })
  }
  return parseDids(text)
}

export function parseDids(text: string): string[] {
  const body = parse(text)
  if (body === null) return []
  if (typeof body !== 'object' || Array.isArray(body)) throw invalid('expected a JSON object')

  // Keys are case-insensitive in the real server. The last one counts.
  const dids = Object.entries(body).findLast(([key]) => key.toLowerCase() === 'dids')?.[1] ?? []
  const isList = Array.isArray(dids) && dids.every((did) => typeof did === 'string')
  if (!isList) throw invalid('expected "dids" to be a list of strings')
  return dids
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

function invalid(message: string): HTTPException {
  return new HTTPException(400, { message })
}
