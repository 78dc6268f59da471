import { compose } from '@adonisjs/core/helpers'
import { BaseModel, belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { IndexedRecord } from 'adonisjs-atproto-tap/lucid'
import Account from '#models/account'

/**
 * One `xyz.statusphere.status` record. `IndexedRecord` adds its URI, the account's DID and the repo
 * revision, and hides deleted records.
 */
export default class Status extends compose(BaseModel, IndexedRecord) {
  @column()
  declare emoji: string

  /**
   * The record's `createdAt` as an ISO 8601 string in UTC, but never later than its arrival here.
   */
  @column()
  declare postedAt: string

  /**
   * Whether it is the latest of its account.
   */
  @column({ consume: Boolean })
  declare isCurrent: boolean

  @belongsTo(() => Account, { localKey: 'did', foreignKey: 'did' })
  declare account: BelongsTo<typeof Account>

  get rkey(): string {
    return this.uri.slice(this.uri.lastIndexOf('/') + 1)
  }
}
