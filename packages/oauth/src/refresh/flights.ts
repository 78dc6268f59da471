import { abortable } from '../abortable.js'

/**
 * Work that several callers share. It runs once, and each caller waits with its own signal.
 */
export class Flights<T> {
  #flights = new Map<string, { result: Promise<T>; waiting: number }>()

  /** The number of running flights. */
  get size() {
    return this.#flights.size
  }

  /**
   * Joins the running work with this name, or starts it.
   *
   * @param work - Gets a function that tells whether anyone is still waiting
   * @throws The signal's reason as soon as it aborts; the work continues for the others
   */
  async join(
    name: string,
    signal: AbortSignal,
    work: (isWanted: () => boolean) => Promise<T>
  ): Promise<T> {
    signal.throwIfAborted()
    const flight = this.#flights.get(name) ?? this.#start(name, work)
    flight.waiting++
    try {
      return await abortable(flight.result, signal)
    } finally {
      flight.waiting--
    }
  }

  /** Resolves when all running flights have ended, successfully or not. */
  async settle() {
    await Promise.allSettled([...this.#flights.values()].map(({ result }) => result))
  }

  #start(name: string, work: (isWanted: () => boolean) => Promise<T>) {
    const flight = { waiting: 0, result: undefined as unknown as Promise<T> }
    flight.result = work(() => flight.waiting > 0).finally(() => this.#flights.delete(name))
    // Callers that wait get the error, but there may be none any more.
    flight.result.catch(() => {})
    this.#flights.set(name, flight)
    return flight
  }
}
