import type { DidDocument } from '@atproto/identity'

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
