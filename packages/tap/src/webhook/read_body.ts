import type { IncomingMessage } from 'node:http'

export interface Body {
  text: string
  /** The size of the body, even if `text` is only its beginning. */
  bytes: number
  isCut: boolean
}

/** How much is kept of a body that is too large. */
const EXCERPT = 4_096

/**
 * Reads a body. One over the limit is read to its end, but not kept.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  let chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const wasCut = bytes > limit
    bytes += chunk.length
    if (bytes <= limit) chunks.push(chunk)
    else if (!wasCut) chunks = [Buffer.concat([...chunks, chunk]).subarray(0, EXCERPT)]
  }
  return { text: Buffer.concat(chunks).toString(), bytes, isCut: bytes > limit }
}
