import type { Delivery } from '../types.js'
import type { Job } from './job.js'

/**
 * The jobs under way by the ids of their deliveries, so that an event that is sent again meanwhile
 * is recognized.
 */
export class JobTable {
  #jobs = new Map<string, Job>()
  #renamed = 0

  /**
   * Lets the job that is at this very event settle the new delivery in place of the older one: the
   * connection that brought that may be closed.
   *
   * @returns whether there is such a job
   */
  join(delivery: Delivery): boolean {
    const known = this.#jobs.get(delivery.id)
    if (!known) return false
    if (isSame(known.delivery, delivery)) {
      known.delivery.release()
      known.delivery = delivery
      return true
    }
    // The source begins its ids again. The earlier event goes on without its name.
    known.key += ` ${++this.#renamed}`
    this.#jobs.set(known.key, known)
    return false
  }

  add(job: Job) {
    this.#jobs.set(job.key, job)
  }

  delete(job: Job) {
    this.#jobs.delete(job.key)
  }

  [Symbol.iterator](): Iterator<Job> {
    return this.#jobs.values()
  }
}

function isSame(one: Delivery, other: Delivery): boolean {
  return one.frame === other.frame && one.event === other.event
}
