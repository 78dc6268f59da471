import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** The response of a server. */
export interface Reply {
  status: number
  body: Buffer
  /** Sends the response, optionally with another body. */
  send(body?: Buffer): void
}

/** Holds the response of a server, and passes it on once it is complete. */
export function captureReply(response: ServerResponse, onReply: (reply: Reply) => void): void {
  const { write, end, writeHead } = response
  const chunks: Buffer[] = []

  const collect = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, encodingOf(encoding)))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  const callBack = (args: unknown[]) => {
    const callback = args.find((arg) => typeof arg === 'function')
    if (callback) process.nextTick(callback as () => void)
  }

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status
    const headers = rest.find((arg) => typeof arg === 'object') as OutgoingHttpHeaders | undefined
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (value !== undefined) response.setHeader(name, value)
    }
    return response
  }) as typeof writeHead

  response.write = ((chunk: unknown, ...args: unknown[]) => {
    collect(chunk, args[0])
    callBack(args)
    return true
  }) as typeof write

  response.end = ((chunk: unknown, ...args: unknown[]) => {
    collect(chunk, args[0])
    Object.assign(response, { write, end, writeHead })
    const body = Buffer.concat(chunks)
    onReply({
      status: response.statusCode,
      body,
      send: (other = body) => {
        response.removeHeader('transfer-encoding')
        response.setHeader('content-length', other.length)
        response.end(other)
      },
    })
    callBack([chunk, ...args])
    return response
  }) as typeof end
}

function encodingOf(value: unknown): BufferEncoding {
  return typeof value === 'string' && Buffer.isEncoding(value) ? value : 'utf8'
}
