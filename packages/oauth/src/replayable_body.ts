import { RuntimeException } from '@adonisjs/core/exceptions'

/** In bytes. */
const MAX_BUFFERED = 64 * 1024 * 1024

/**
 * A request may have to be sent twice, with a nonce of the server or with new tokens. A stream can
 * only be read once, so its data is kept.
 */
export async function replayable(body: RequestInit['body']): Promise<RequestInit['body']> {
  if (!(body instanceof ReadableStream)) return body
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of body as ReadableStream<Uint8Array<ArrayBuffer>>) {
    size += chunk.byteLength
    if (size > MAX_BUFFERED) {
      throw new RuntimeException(
        `A stream of over ${MAX_BUFFERED} bytes can't be sent again if the server asks for it. Pass a Blob: openAsBlob() of node:fs makes one of a file`
      )
    }
    chunks.push(chunk)
  }
  return new Blob(chunks)
}
