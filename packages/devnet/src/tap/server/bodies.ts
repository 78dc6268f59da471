import type { DidDocument } from '@atproto/identity'
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

/** The part of a DID document that the real server supports: its own fragments, each once. */
export function didDocumentBody({ id, alsoKnownAs, verificationMethod, service }: DidDocument) {
  return {
    id,
    alsoKnownAs: orNothing(alsoKnownAs),
    verificationMethod: orNothing(
      unique(verificationMethod)
        .filter(({ controller }) => controller === id)
        .map((method) => ({
          id: `${id}#${fragment(method.id)}`,
          type: method.type,
          controller: id,
          publicKeyMultibase: method.publicKeyMultibase ?? '',
        }))
    ),
    service: orNothing(
      unique(service).map(({ id: serviceId, type, serviceEndpoint }) => ({
        id: `#${fragment(serviceId)}`,
        type,
        serviceEndpoint,
      }))
    ),
  }
}

function unique<T extends { id: string }>(entries: T[] | undefined): T[] {
  const byFragment = new Map<string, T>()
  for (const entry of entries ?? []) {
    const key = fragment(entry.id)
    if (key !== undefined && !byFragment.has(key)) byFragment.set(key, entry)
  }
  return [...byFragment.values()]
}

function fragment(id: string): string | undefined {
  return id.includes('#') ? id.slice(id.indexOf('#') + 1) : undefined
}

function orNothing<T>(list: T[] | undefined): T[] | undefined {
  return list?.length ? list : undefined
}
