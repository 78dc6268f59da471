import type { DeadLetterStore } from '../dead_letter.js'
import type { Diagnostics } from '../diagnostics.js'
import type { ResolvedTapConfig } from '../types.js'
import { Attempts } from './attempts.js'
import { Breaker } from './breaker.js'
import { Budget } from './budget.js'
import { Conclusions } from './conclusions.js'
import type { Job } from './job.js'
import { JobTable } from './job_table.js'
import { OutageLog } from './outage_log.js'
import type { Result } from './outcome.js'
import { Parking } from './parking.js'
import { Pressure } from './pressure.js'
import { Relief } from './relief.js'
import { Retries } from './retries.js'
import { Schedule } from './schedule.js'
import { Settlement } from './settlement.js'
import type { Step } from './step.js'

export type PipelineOptions = Pick<
  ResolvedTapConfig,
  | 'concurrency'
  | 'concurrencyPerRepo'
  | 'capacity'
  | 'capacityBytes'
  | 'limits'
  | 'attempts'
  | 'retry'
  | 'handlerTimeout'
  | 'liveTimeout'
>

export interface PipelineDependencies {
  step: Step
  deadLetters: DeadLetterStore
  diagnostics: Diagnostics
}

/** Callbacks of the pipeline's parts. */
export interface PartHooks {
  /** The job's turn has come. */
  onTurn(job: Job): void
  onEnd(job: Job, result: Result): void
  /** The job's repo can continue, and so can callers that wait for the end. */
  onMoved(job: Job): void
  onRecovery(): void
}

export type Parts = ReturnType<typeof createParts>

/**
 * Creates the parts of a pipeline, and connects them.
 */
export function createParts(
  options: PipelineOptions,
  { step, deadLetters, diagnostics }: PipelineDependencies,
  { onTurn, onEnd, onMoved, onRecovery }: PartHooks
) {
  const totals = { received: 0, done: 0, failures: 0, parked: 0, dropped: 0, repeated: 0 }
  const jobs = new JobTable()
  const budget = new Budget(options)
  const pressure = new Pressure(budget, diagnostics)
  const outages = new OutageLog(diagnostics)
  const breaker = new Breaker({
    onOpen: (error) => outages.begin('handlers', error),
    onClose: onRecovery,
    onProbe: () => schedule.run(),
  })
  const schedule: Schedule = new Schedule({
    breaker,
    begin: onTurn,
    onIdle: (slots) => pressure.readOn(slots),
  })
  const onFree = () => schedule.run()
  const attempts = new Attempts(options, { step, jobs, breaker, onEnd, onFree })
  const retries = new Retries((job) => {
    schedule.again(job)
    schedule.run()
  })
  const parking = new Parking({
    store: deadLetters,
    step,
    diagnostics,
    onFailure: (error) => outages.begin('dead letters', error),
    onSuccess: () => outages.end('dead letters'),
  })
  const settlement = new Settlement({ jobs, budget, pressure, retries, totals })
  const conclusions = new Conclusions(options, {
    diagnostics,
    outages,
    parking,
    retries,
    settlement,
    totals,
    onMoved,
    onLater: onFree,
    onRest: () => pressure.isPaused && relief.makeRoom(),
  })
  const relief: Relief = new Relief({
    breaker,
    outages,
    pressure,
    retries,
    schedule,
    settlement,
    park: (job) => conclusions.park(job, 'failed', job.error),
  })
  return {
    totals,
    jobs,
    budget,
    pressure,
    outages,
    breaker,
    schedule,
    attempts,
    retries,
    parking,
    settlement,
    conclusions,
    relief,
  }
}
