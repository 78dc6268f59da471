import type { Interceptor } from '../http/interceptor.js'
import type { Listener } from '../http/listener.js'
import { Exchange, type ServerName } from './exchange.js'
import { Outage } from './outage.js'
import { type RequestFault } from './request_fault.js'

/** Intercepts the requests to the devnet's servers, and applies faults to them. */
export class FaultGate {
  readonly #listeners = new Map<ServerName, Listener>()
  readonly #outages = new Map<ServerName, Set<Outage>>([
    ['pds', new Set()],
    ['plc', new Set()],
  ])
  readonly #faults: RequestFault[] = []

  guard(name: ServerName, listener: Listener): void {
    this.#listeners.set(name, listener)
    const outages = this.#outages.get(name)!
    listener.onConnection((socket) => {
      if (outages.size > 0) socket.destroy()
      for (const outage of outages) outage.hit()
    })
  }

  /** Faults apply to requests, not to WebSocket upgrades. */
  interceptor(name: ServerName): Interceptor {
    return (request, response, next) => {
      if (this.#faults.length === 0 || request.headers.upgrade) return next()
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

  takeDown(name: ServerName): Outage {
    const outages = this.#outages.get(name)!
    const outage = new Outage((ended) => outages.delete(ended))
    outages.add(outage)
    this.#listeners.get(name)?.dropConnections()
    return outage
  }

  async restoreAll(): Promise<void> {
    const outages = [...this.#outages.values()].flatMap((some) => [...some])
    for (const fault of [...outages, ...this.#faults]) await fault.restore()
  }

  #meet([fault, ...others]: RequestFault[], exchange: Exchange, next: () => void): void {
    if (!fault) return next()
    fault
      .meet(exchange, () => this.#meet(others, exchange, next))
      .catch((error) => exchange.request.destroy(error))
  }
}
