import { TID } from '@atproto/common-web'
import { DateTime } from 'luxon'
import ScheduledStatus from '#models/scheduled_status'

/** Of one account. */
const MAX_SCHEDULED = 20

/** How far in the future a status can be scheduled. */
const MAX_TIME_AHEAD = { years: 1 }

/**
 * The scheduled statuses of users.
 */
export default class Schedule {
  async of(did: string): Promise<ScheduledStatus[]> {
    return ScheduledStatus.query().where({ did }).orderBy('dueAt')
  }

  /**
   * Whether a status of the user could not be posted.
   */
  async hasFailures(did: string): Promise<boolean> {
    const failed = await ScheduledStatus.query().where({ did }).whereNotNull('failure').first()
    return failed !== null
  }

  /**
   * @returns what is wrong with the time, if anything is
   */
  async add(
    did: string,
    { emoji, time, timeZone }: { emoji: string; time: DateTime; timeZone: string }
  ): Promise<string | null> {
    const now = DateTime.utc()
    if (time <= now) return 'This time is in the past.'
    if (time > now.plus(MAX_TIME_AHEAD)) return 'Please pick a time within a year.'
    const scheduled = await this.of(did)
    if (scheduled.length >= MAX_SCHEDULED) {
      return `You have ${MAX_SCHEDULED} scheduled statuses. Delete one of them first.`
    }

    const dueAt = time.toUTC().toISO()!
    // Clients sort the records of a repo by key, so the key contains the time.
    const rkey = TID.fromTime(time.toMillis() * 1000, Math.floor(Math.random() * 1024)).toString()
    await ScheduledStatus.create({
      did,
      emoji,
      rkey,
      dueAt,
      timeZone,
      attempts: 0,
      attemptAt: dueAt,
    })
    return null
  }

  async delete(did: string, id: number): Promise<void> {
    await ScheduledStatus.query().where({ did, id }).delete()
  }

  /**
   * Schedules a failed status again, to be posted as soon as possible.
   */
  async retry(did: string, id: number): Promise<void> {
    const attemptAt = DateTime.utc().toISO()
    const failed = ScheduledStatus.query().where({ did, id }).whereNotNull('failure')
    await failed.update({ attemptAt, attempts: 1, failure: null })
  }
}
