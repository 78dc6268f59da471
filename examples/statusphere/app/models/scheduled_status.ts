import { BaseModel, column } from '@adonisjs/lucid/orm'
import { DateTime } from 'luxon'

/**
 * A status that is posted later. The row is deleted when it is posted. Times are ISO 8601 strings
 * in UTC.
 */
export default class ScheduledStatus extends BaseModel {
  @column({ isPrimary: true })
  declare id: number

  @column()
  declare did: string

  @column()
  declare emoji: string

  @column()
  declare rkey: string

  @column()
  declare dueAt: string

  /**
   * The time zone in which the user has chosen the time.
   */
  @column()
  declare timeZone: string

  @column()
  declare attempts: number

  /**
   * The time of the next attempt. Null if there is none: then `failure` is the reason.
   */
  @column()
  declare attemptAt: string | null

  @column()
  declare failure: string | null

  /**
   * The time as the user has chosen it, such as "Thu 26 Nov 2026, 09:30".
   */
  get localTime(): string {
    return DateTime.fromISO(this.dueAt, { zone: this.timeZone }).toFormat('ccc d LLL yyyy, HH:mm')
  }
}
