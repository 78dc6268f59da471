import type { Delivery } from '../types.js'
import { BriefMap } from './brief_map.js'
import type { Job } from './job.js'

/**
 * The current jobs by the ids of their deliveries, to recognize events that are sent again
 * meanwhile.
 */
export class JobTable {
  #jobs = new BriefMap<string, Job>()
  #renamed = 0

  /**
   * If a job handles this event already, it settles the new delivery instead of the old one, whose
   * connection may be closed.
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
    // The source has started its ids again. The earlier job gets another key.
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
