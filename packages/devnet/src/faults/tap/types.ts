import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** A client of Tap's channel, and the TCP socket below. */
export interface ChannelClient {
  webSocket: WebSocket
  socket: Socket
}

/** An event as Tap sends it. `data` is its serialized form. */
export interface SentEvent {
  id: number
  did: string
  live: boolean
  data: string
}

/** What the faults do with the Tap server. */
export interface FaultyTap {
  /** @throws ServiceStoppedError while it is stopped */
  readonly server: {
    /** Sends an event that came from nowhere, and keeps it until it is acked. @returns its ID */
    addEvent(did: string, live: boolean, data: (id: number) => string): number
    /** Sends an event again, whether or not it was acked. */
    sendAgain(event: SentEvent): void
    /** A copy of the database. */
    dump(): Buffer
  }
  start(): Promise<void>
  stop(): Promise<void>
  /** Restarts it with the data of a dump. */
  restore(dump: Buffer): Promise<void>
}
