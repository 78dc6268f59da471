import { inject } from '@adonisjs/core'
import { Logger } from '@adonisjs/core/logger'
import oauth from 'adonisjs-atproto-oauth/services/main'
import { DateTime } from 'luxon'
import { explainFailedSchedule } from '#helpers/explain_failed_schedule'
import ScheduledStatus from '#models/scheduled_status'
import OwnStatuses from '#services/own_statuses'

/** How many are posted at once. */
const BATCH = 20

/** Longer than any attempt takes. If its process dies, another one may try again after that. */
const LEASE = { minutes: 2 }

/** How long to try while a server does not respond, and between two attempts. */
const GIVE_UP_AFTER = { days: 1 }
const LONGEST_PAUSE_MINUTES = 60

/**
 * Posts scheduled statuses when they are due, for users who may be signed out by then: with the
 * background grant of their account.
 */
@inject()
export default class ScheduledPosts {
  constructor(
    protected statuses: OwnStatuses,
    protected logger: Logger
  ) {}

  /**
   * Any number of processes may do this at once. Whatever stops one, the status is posted once.
   */
  async run(now: DateTime = DateTime.utc()): Promise<void> {
    const due = await ScheduledStatus.query()
      .where('attemptAt', '<=', now.toUTC().toISO()!)
      .orderBy('attemptAt')
      .limit(BATCH)
    await Promise.all(due.map((scheduled) => this.#attempt(scheduled, now.toUTC())))
  }

  async #attempt(scheduled: ScheduledStatus, now: DateTime): Promise<void> {
    if (!(await this.#take(scheduled, now))) return
    try {
      await this.#post(scheduled)
      await scheduled.delete()
    } catch (error) {
      const failure = explainFailedSchedule(error) ?? this.#exhausted(scheduled, now)
      const attemptAt = failure ? null : now.plus(pauseAfter(scheduled.attempts)).toISO()
      await scheduled.merge({ failure, attemptAt }).save()
      this.logger.warn(`A scheduled status of ${scheduled.did} was not posted: ${error}`)
    }
  }

  /**
   * Only one process gets `true`: the others find that the time has changed.
   */
  async #take(scheduled: ScheduledStatus, now: DateTime): Promise<boolean> {
    const { id, attemptAt, attempts } = scheduled
    const changes = { attemptAt: now.plus(LEASE).toISO(), attempts: attempts + 1 }
    const [count] = await ScheduledStatus.query()
      .where({ id, attemptAt: attemptAt! })
      .update(changes)
    scheduled.merge(changes)
    return Number(count) === 1
  }

  // #region job
  async #post({ did, emoji, rkey, attempts }: ScheduledStatus): Promise<void> {
    const user = await oauth.forAccount(did)
    // An earlier attempt may have reached the server, although nobody knows.
    if (attempts > 1 && (await this.statuses.exists(user, rkey))) return
    await this.statuses.post(user, emoji, rkey)
  }
  // #endregion job

  #exhausted({ dueAt }: ScheduledStatus, now: DateTime): string | null {
    const isOver = now > DateTime.fromISO(dueAt).plus(GIVE_UP_AFTER)
    return isOver ? 'Your server did not respond for a day.' : null
  }
}

/** Half a minute, then twice as long each time. */
function pauseAfter(attempts: number): { minutes: number } {
  return { minutes: Math.min(2 ** (attempts - 2), LONGEST_PAUSE_MINUTES) }
}
