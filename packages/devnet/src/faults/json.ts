/** Pads an object to this many bytes. */
export function padJson(bytes: number): (json: string) => string {
  return (json) => {
    const start = `${json.trimEnd().slice(0, -1)},"padding":"`
    const missing = Math.max(0, bytes - Buffer.byteLength(start) - 2)
    return `${start}${'x'.repeat(missing)}"}`
  }
}

interface DidDocument {
  service?: { id: string; serviceEndpoint: string }[]
}

/** Names another PDS in a DID document. */
export function withPds(url: string): (json: string) => string {
  return (json) => {
    const document: DidDocument = JSON.parse(json)
    const service = document.service?.map((entry) => {
      return entry.id.endsWith('#atproto_pds') ? { ...entry, serviceEndpoint: url } : entry
    })
    return JSON.stringify({ ...document, service })
  }
}
