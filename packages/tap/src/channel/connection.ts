import { type RawData, WebSocket } from 'ws'
import { type CloseReason, describeError, describeResponse } from './close_reason.js'

export interface ConnectionOptions {
  url: string
  headers: Record<string, string>
  /** Milliseconds between two pings. A peer that is silent for two intervals is considered dead. */
  pingInterval: number
  handshakeTimeout: number
  /**
   * The largest frame in bytes. `ws` reads only the length of a larger one, and ends the
   * connection.
   */
  maxPayload: number
}

export interface ConnectionHandlers {
  onOpen(): void
  onFrame(data: Buffer): void
  /** Called exactly once, when the connection has ended or could not be opened. */
  onClose(reason: CloseReason): void
}

/**
 * One WebSocket from its handshake to its end.
 */
export class Connection {
  #handlers: ConnectionHandlers
  #ws: WebSocket
  #reason?: CloseReason
  #heartbeat?: NodeJS.Timeout
  #silentFor = 0
  #cork = (_write: () => void) => {}

  constructor(options: ConnectionOptions, handlers: ConnectionHandlers) {
    this.#handlers = handlers
    this.#ws = new WebSocket(options.url, {
      headers: options.headers,
      handshakeTimeout: options.handshakeTimeout,
      maxPayload: options.maxPayload,
      perMessageDeflate: false,
    })
    this.#ws.on('upgrade', ({ socket }) => {
      this.#cork = (write) => {
        socket.cork()
        write()
        socket.uncork()
      }
    })
    this.#ws.on('unexpected-response', (request, response) => {
      this.#reason = describeResponse(response.statusCode ?? 0)
      request.destroy()
      this.#ws.terminate()
    })
    this.#ws.on('open', () => {
      this.#heartbeat = setInterval(() => this.#beat(), options.pingInterval)
      handlers.onOpen()
    })
    this.#ws.on('pong', () => (this.#silentFor = 0))
    this.#ws.on('message', (data) => this.#receive(data))
    this.#ws.on('error', (error) => (this.#reason ??= describeError(error, options.maxPayload)))
    this.#ws.on('close', (code, text) => this.#closed(code, text.toString()))
  }

  get isOpen() {
    return this.#ws.readyState === WebSocket.OPEN
  }

  /**
   * Sends each text as a message, and all of them in one write to the socket. As a buffer, a
   * message is written in one piece with its header.
   */
  send(texts: Iterable<string>) {
    this.#cork(() => {
      for (const text of texts) this.#ws.send(Buffer.from(text), { binary: false })
    })
  }

  pause() {
    if (this.isOpen) this.#ws.pause()
  }

  resume() {
    this.#silentFor = 0
    if (this.isOpen) this.#ws.resume()
  }

  /** Sends a close frame, and terminates a peer that does not respond to it in time. */
  close(timeout: number) {
    // The close frame of the peer has to be read.
    this.resume()
    const timer = setTimeout(() => this.#ws.terminate(), timeout)
    this.#ws.once('close', () => clearTimeout(timer))
    this.#ws.close(1000)
  }

  #receive(data: RawData) {
    this.#silentFor = 0
    this.#handlers.onFrame(toBuffer(data))
  }

  /**
   * Any byte shows that the peer is alive, because its pong may wait behind a backlog of events.
   * One silent interval is allowed: after a long synchronous query, this timer runs before the
   * socket is read.
   */
  #beat() {
    if (this.#ws.isPaused) return
    if (this.#silentFor++ >= 2) {
      this.#reason = { kind: 'silent', text: 'the server went silent' }
      this.#ws.terminate()
      return
    }
    this.#ws.ping()
  }

  #closed(code: number, text: string) {
    clearInterval(this.#heartbeat)
    this.#handlers.onClose(
      this.#reason ?? { kind: 'closed', text: `closed with code ${code}${text && `: ${text}`}` }
    )
  }
}

/** `ws` returns frames in parts only with an option that is not set here. */
function toBuffer(data: RawData): Buffer {
  return Array.isArray(data) ? Buffer.concat(data) : (data as Buffer)
}
