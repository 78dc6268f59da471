import type { Delivery } from '../types.js'
import type { Job } from './job.js'
import { numberOf } from './number_of.js'

/** More than the default capacity, so that the jobs of a server's last ids have a place each. */
const PLACES = 16_384

/**
 * The current jobs by the ids of their deliveries, to recognize events that are sent again
 * meanwhile.
 *
 * A server counts its ids, so that most jobs need no entry in a `Map`. Such a map would keep them
 * in memory: the tables that it replaces while entries come and go refer to its later ones, and
 * once one is in the heap's old generation, all of them stay until the next full garbage
 * collection.
 */
export class JobTable {
  #places: (Job | undefined)[] = new Array(PLACES).fill(undefined)
  /** Jobs whose place another job has, or whose id is not a number. */
  #others = new Map<string, Job>()
  #renamed = 0

  /**
   * If a job handles this event already, it settles the new delivery instead of the old one, whose
   * connection may be closed.
   *
   * @returns whether there is such a job
   */
  join(delivery: Delivery): boolean {
    const known = this.#find(delivery.id)
    if (!known) return false
    if (isSame(known.delivery, delivery)) {
      known.delivery.release()
      known.delivery = delivery
      return true
    }
    // The source has started its ids again. The earlier job gets another key.
    this.delete(known)
    known.key += ` ${++this.#renamed}`
    this.#others.set(known.key, known)
    return false
  }

  add(job: Job) {
    const place = placeOf(job.key)
    if (place >= 0 && !this.#places[place]) this.#places[place] = job
    else this.#others.set(job.key, job)
  }

  delete(job: Job) {
    const place = placeOf(job.key)
    if (this.#places[place] === job) this.#places[place] = undefined
    else this.#others.delete(job.key)
  }

  *[Symbol.iterator](): Generator<Job> {
    for (const job of this.#places) {
      if (job) yield job
    }
    yield* this.#others.values()
  }

  #find(key: string): Job | undefined {
    const job = this.#places[placeOf(key)]
    return job?.key === key ? job : this.#others.get(key)
  }
}

/** @returns -1 if the key is not the number of an event */
function placeOf(key: string): number {
  const number = numberOf(key)
  return number === undefined ? -1 : number % PLACES
}

function isSame(one: Delivery, other: Delivery): boolean {
  return one.frame === other.frame && one.event === other.event
}
