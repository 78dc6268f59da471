import { InvalidFaultError } from '../../errors.js'
import { didOf } from '../account_ref.js'
import type {
  Fault,
  HostileEvent,
  HostileEventOptions,
  HostileKind,
  TapSnapshot,
} from '../types.js'
import { cutFrame, holdEvents, loseAcks } from './channel_effects.js'
import { type ChannelEffect, ChannelFault } from './channel_fault.js'
import type { ChannelGate } from './channel_gate.js'
import { buildHostileEvent, hostileKinds } from './hostile_events.js'
import type { ChannelClient, FaultyTap } from './types.js'

/** The codes that a close frame must not contain (RFC 6455, section 7.4.1). */
const RESERVED_CODES = [1004, 1005, 1006]

/** Injects faults between the Tap server and the apps that listen to it. */
export class TapFaults {
  readonly #tap: FaultyTap
  readonly #gate: ChannelGate

  constructor(tap: FaultyTap, gate: ChannelGate) {
    this.#tap = tap
    this.#gate = gate
  }

  /** Ends all connections without a close frame, which clients see as code 1006. */
  dropConnections(): number {
    return this.#eachClient(({ webSocket }) => webSocket.terminate())
  }

  /**
   * Closes all connections with a code: 1000 to 1014 without the reserved 1004, 1005 and 1006, or
   * 3000 to 4999.
   *
   * @returns their number
   */
  closeConnections(code: number, reason = ''): number {
    if (!isCloseCode(code)) {
      throw new InvalidFaultError(`a server can't send the close code ${code}`)
    }
    return this.#eachClient(({ webSocket }) => webSocket.close(code, reason))
  }

  /** The connection ends in the middle of the next event. */
  cutNextFrame(): Fault {
    return this.#add(cutFrame, 1)
  }

  /** Connections stay open, and events are sent at the end of the fault. */
  holdEvents(): Fault {
    return this.#add(holdEvents((event) => this.#tap.server.sendAgain(event)))
  }

  /** Tap does not get acknowledgements, and sends those events again after `retryTimeout`. */
  loseAcks({ times }: { times?: number } = {}): Fault {
    return this.#add(loseAcks, times)
  }

  /**
   * Sends the last events again, acknowledged or not, oldest first.
   *
   * @param count at most 1,000, which is the default
   * @returns their number
   */
  repeatEvents(count = 1000): number {
    const events = this.#gate.sent.slice(-count)
    for (const event of events) this.#tap.server.sendAgain(event)
    return events.length
  }

  /** Sends every client a frame that is not an event of Tap. @returns the number of clients */
  sendFrame(frame: string | Uint8Array): number {
    return this.#eachClient(({ webSocket }) => webSocket.send(frame))
  }

  /**
   * Sends an event that a stranger's record or a faulty server could cause. Like every event, it is
   * sent again until it is acknowledged, and a live one holds back its repo until then.
   */
  sendHostileEvent(kind: HostileKind, options: HostileEventOptions): HostileEvent {
    if (!hostileKinds.includes(kind)) {
      throw new InvalidFaultError(`unknown kind of event "${kind}". Use ${hostileKinds.join(', ')}`)
    }
    const { account, collection, record = {}, live = true } = options
    const did = didOf(account)
    let acked!: Promise<void>
    const id = this.#tap.server.addEvent(did, live, (eventId) => {
      // Before it is sent: the acknowledgement may come at once.
      acked = new Promise((resolve) => this.#gate.onAck(eventId, resolve))
      return buildHostileEvent(kind, { id: eventId, did, live, collection, record })
    })
    return { id, acked }
  }

  /** Restarts Tap. Events that were acknowledged in the last ten seconds are sent again. */
  async restart(): Promise<void> {
    await this.#tap.stop()
    await this.#tap.start()
  }

  /** Copies the data of Tap: its cursor, repos and events. */
  snapshot(): TapSnapshot {
    return { data: this.#tap.server.dump() }
  }

  /**
   * Restarts Tap with the data of a snapshot, as from a backup. Its cursor is in the past, so it
   * sends what was written since then again, with IDs that it has used before.
   */
  rewind(snapshot: TapSnapshot): Promise<void> {
    return this.#tap.restore(snapshot.data)
  }

  /** @returns the number of clients */
  #eachClient(affect: (client: ChannelClient) => void): number {
    const clients = [...this.#gate.clients]
    for (const client of clients) affect(client)
    return clients.length
  }

  #add(effect: ChannelEffect, times?: number): Fault {
    return this.#gate.add(new ChannelFault(effect, times))
  }
}

function isCloseCode(code: number): boolean {
  const isStandard = code >= 1000 && code <= 1014 && !RESERVED_CODES.includes(code)
  const isPrivate = code >= 3000 && code <= 4999
  return Number.isInteger(code) && (isStandard || isPrivate)
}
