import { TID } from '@atproto/common-web'
import { DateTime } from 'luxon'
import ScheduledStatus from '#models/scheduled_status'

/** Of one account. */
const MOST = 20

/** How far ahead one can plan. */
const LONGEST = { years: 1 }

/**
 * What users want to be posted later.
 */
export default class Schedule {
  async of(did: string): Promise<ScheduledStatus[]> {
    return ScheduledStatus.query().where({ did }).orderBy('dueAt')
  }

  /**
   * Whether the user has to be told that something was not posted.
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
    if (time > now.plus(LONGEST)) return 'Please pick a time within a year.'
    const scheduled = await this.of(did)
    if (scheduled.length >= MOST) {
      return `You have ${MOST} scheduled statuses. Delete one of them first.`
    }

    const dueAt = time.toUTC().toISO()!
    // Clients sort the records of a repo by their keys: this one's has the time.
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
   * Posts a status as soon as possible that could not be posted when it was due.
   */
  async retry(did: string, id: number): Promise<void> {
    const attemptAt = DateTime.utc().toISO()
    const failed = ScheduledStatus.query().where({ did, id }).whereNotNull('failure')
    await failed.update({ attemptAt, attempts: 1, failure: null })
  }
}
