import type { Interceptor } from '../http/interceptor.js'
import type { Listener } from '../http/listener.js'
import { ActiveFault } from './active_fault.js'
import { Exchange, type ServerName } from './exchange.js'
import type { RequestFault } from './request_fault.js'
import { ChannelGate } from './tap/channel_gate.js'

/** Intercepts what reaches the devnet's servers, and applies faults to it. */
export class FaultGate {
  /** Intercepts what Tap sends and receives on its channel. */
  readonly channel = new ChannelGate()
  readonly #listeners = new Map<ServerName, Listener>()
  readonly #outages: Record<ServerName, Set<ActiveFault>> = {
    pds: new Set(),
    plc: new Set(),
    tap: new Set(),
  }
  readonly #faults: RequestFault[] = []

  guard(name: ServerName, listener: Listener): void {
    this.#listeners.set(name, listener)
    const outages = this.#outages[name]
    listener.onConnection((socket) => {
      if (outages.size > 0) socket.destroy()
      for (const outage of outages) outage.hit()
    })
  }

  interceptor(name: ServerName): Interceptor {
    return (request, response, next) => {
      // The firehose of the PDS is no request of the app, and the channel of Tap is one.
      const isFirehose = request.headers.upgrade !== undefined && name !== 'tap'
      if (this.#faults.length === 0 || isFirehose) return next()
      const exchange = new Exchange(name, request, response)
      // The newest fault is applied first.
      this.#meet([...this.#faults].reverse(), exchange, next)
    }
  }

  add(fault: RequestFault): RequestFault {
    this.#faults.push(fault)
    fault.atEnd(() => this.#faults.splice(this.#faults.indexOf(fault), 1))
    return fault
  }

  /** Closes every connection to a server. */
  takeDown(name: ServerName): ActiveFault {
    const outages = this.#outages[name]
    const outage = new ActiveFault()
    outages.add(outage)
    outage.atEnd(() => outages.delete(outage))
    this.#listeners.get(name)?.dropConnections()
    return outage
  }

  async restoreAll(): Promise<void> {
    const outages = Object.values(this.#outages).flatMap((some) => [...some])
    for (const fault of [...outages, ...this.#faults]) await fault.restore()
    await this.channel.restoreAll()
  }

  #meet([fault, ...others]: RequestFault[], exchange: Exchange, next: () => void): void {
    if (!fault) return next()
    fault
      .meet(exchange, () => this.#meet(others, exchange, next))
      .catch((error) => exchange.request.destroy(error))
  }
}
