import { BaseModel, column } from '@adonisjs/lucid/orm'
import { DateTime } from 'luxon'

/**
 * A status that is to be posted later. It is deleted once it is posted. Times are ISO 8601 strings
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
   * When to try next. Null once nobody tries any more: then `failure` says why.
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
