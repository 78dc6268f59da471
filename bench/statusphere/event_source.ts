import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'

const COLLECTION = 'xyz.statusphere.status'
const EMOJIS = ['🚀', '🦋', '🧠', '💙', '👀', '🤘', '🥳', '😎']
const TID_ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/** Stands in for the Tap server: sends statuses of many accounts at a given rate. */
export class EventSource {
  readonly url: string
  readonly #server
  readonly #accounts: number
  readonly #unacked = new Set<number>()
  #socket?: WebSocket
  #id = 0

  private constructor(server: ReturnType<typeof createServer>, accounts: number) {
    this.#server = server
    this.#accounts = accounts
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket) => {
      this.#socket = socket
      socket.on('message', (data) => this.#unacked.delete(JSON.parse(String(data)).id))
    })
  }

  static async start(accounts: number): Promise<EventSource> {
    // The bench does not need the server's HTTP API.
    const server = createServer((_, response) => void response.end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new EventSource(server, accounts)
  }

  /** Sends all accounts and one status of each. Resolves when the app has stored them. */
  async introduce(): Promise<void> {
    while (!this.#socket) await sleep(20)
    for (let account = 0; account < this.#accounts; account++) {
      const handle = `person-${account}.example.com`
      const identity = { did: didOf(account), handle, is_active: true, status: 'active' }
      this.#send({ type: 'identity', identity })
      this.#post(account)
    }
    while (this.#unacked.size > 0) await sleep(20)
  }

  /** Posts statuses, evenly spread over time, until the signal aborts. */
  async post(perSecond: number, signal: AbortSignal): Promise<void> {
    const start = performance.now()
    for (let sent = 0; !signal.aborted; sent++) {
      this.#post(sent % this.#accounts)
      const wait = start + ((sent + 1) * 1000) / perSecond - performance.now()
      if (wait > 0) await sleep(wait)
    }
  }

  async close(): Promise<void> {
    this.#socket?.terminate()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #post(account: number) {
    const status = EMOJIS[this.#id % EMOJIS.length]
    const rkey = tid()
    this.#send({
      type: 'record',
      record: {
        live: true,
        did: didOf(account),
        rev: rkey,
        collection: COLLECTION,
        rkey,
        action: 'create',
        cid: 'bafyreibvjvcv745gig4mvqs4hctx4zfkono4rjejm2ta6gtyzkqxfjeily',
        record: { $type: COLLECTION, status, createdAt: new Date().toISOString() },
      },
    })
  }

  #send(event: object) {
    const id = ++this.#id
    this.#unacked.add(id)
    this.#socket!.send(JSON.stringify({ id, ...event }))
  }
}

function didOf(account: number) {
  return `did:plc:${encode(BigInt(account) + 1n, 24)}`
}

let lastMicros = 0n

function tid() {
  const now = BigInt(Date.now()) * 1000n
  lastMicros = now > lastMicros ? now : lastMicros + 1n
  return encode(lastMicros << 10n, 13)
}

function encode(value: bigint, length: number) {
  let text = ''
  for (let digit = 0; digit < length; digit++, value >>= 5n) {
    text = TID_ALPHABET[Number(value & 31n)] + text
  }
  return text
}
