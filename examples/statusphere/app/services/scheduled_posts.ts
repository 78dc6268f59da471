import { inject } from '@adonisjs/core'
import { Logger } from '@adonisjs/core/logger'
import oauth from 'adonisjs-atproto-oauth/services/main'
import { DateTime } from 'luxon'
import { explainFailedSchedule } from '#helpers/explain_failed_schedule'
import ScheduledStatus from '#models/scheduled_status'
import OwnStatuses from '#services/own_statuses'

/** How many are posted at the same time. */
const BATCH = 20

/** Longer than any attempt takes. If a process dies, another one takes over after this time. */
const LEASE = { minutes: 2 }

/**
 * How long posting is retried while a server does not respond, and the longest delay between
 * attempts.
 */
const GIVE_UP_AFTER = { days: 1 }
const MAX_PAUSE_MINUTES = 60

/**
 * Posts scheduled statuses when they are due. Users may be signed out by then, so it uses the
 * background grants of their accounts.
 */
@inject()
export default class ScheduledPosts {
  constructor(
    protected statuses: OwnStatuses,
    protected logger: Logger
  ) {}

  /**
   * Any number of processes may run this at the same time. Even if one is killed, each status is
   * posted once.
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
   * Returns `true` in only one process, because the time has changed for the others.
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
    // An earlier attempt may have reached the server although it failed here.
    if (attempts > 1 && (await this.statuses.exists(user, rkey))) return
    await this.statuses.post(user, emoji, rkey)
  }
  // #endregion job

  #exhausted({ dueAt }: ScheduledStatus, now: DateTime): string | null {
    const isOver = now > DateTime.fromISO(dueAt).plus(GIVE_UP_AFTER)
    return isOver ? 'Your server did not respond for a day.' : null
  }
}

/** Half a minute, doubled with each attempt. */
function pauseAfter(attempts: number): { minutes: number } {
  return { minutes: Math.min(2 ** (attempts - 2), MAX_PAUSE_MINUTES) }
}
