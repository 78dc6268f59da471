import { backoff } from '../backoff.js'
import type { BackoffRange } from '../types.js'
import type { Job } from './job.js'
import { isOutage } from './outages.js'
import { DONE, type Outcome, type Result } from './outcome.js'

export interface PolicyOptions {
  attempts: number
  retry: BackoffRange
  liveTimeout: number
}

/**
 * If other events succeed, an error that looks like an outage counts as the event's own after this
 * many.
 */
const OUTAGES_PER_ATTEMPT = 4

/**
 * The one place that decides what becomes of an event after an attempt.
 */
export function decide(
  job: Job,
  result: Result,
  options: PolicyOptions,
  isOutageNow: boolean
): Outcome {
  if (result.kind === 'done') return DONE
  if (result.kind === 'refused') return { ...result, kind: 'park' }

  const { error } = result
  if (isOutageNow) return { kind: 'retry', delay: backoff(++job.outages, options.retry) }
  if (isOutage(error)) job.outages++
  else job.failures++

  const { maxAttempts } = job.delivery
  const perAttempt = maxAttempts ? 1 : OUTAGES_PER_ATTEMPT
  const attempts = job.failures + Math.floor(job.outages / perAttempt)
  const delay = backoff(Math.max(1, job.failures + job.outages), options.retry)
  const isLate = job.isBarrier && Date.now() + delay >= job.startedAt + options.liveTimeout
  return attempts >= (maxAttempts ?? options.attempts) || isLate
    ? { kind: 'park', reason: result.isTimeout ? 'timed-out' : 'failed', error }
    : { kind: 'retry', delay }
}
