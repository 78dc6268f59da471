import { BaseModel, belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import Account from '#models/account'

/**
 * One `xyz.statusphere.status` record. The row of a deleted record is kept without its emoji, so
 * that a late event can't restore it.
 */
export default class Status extends BaseModel {
  @column({ isPrimary: true })
  declare uri: string

  @column()
  declare did: string

  @column()
  declare emoji: string | null

  /**
   * The repo revision of the last change to this row. Revisions increase and sort as strings.
   */
  @column()
  declare rev: string

  /**
   * When this app first received the record, as an ISO 8601 string in UTC.
   */
  @column()
  declare indexedAt: string

  /**
   * The record's `createdAt`, but never later than `indexedAt`.
   */
  @column()
  declare postedAt: string

  @column({ consume: Boolean })
  declare isCurrent: boolean

  @column({ consume: Boolean })
  declare isDeleted: boolean

  @belongsTo(() => Account, { localKey: 'did', foreignKey: 'did' })
  declare account: BelongsTo<typeof Account>

  get rkey(): string {
    return this.uri.slice(this.uri.lastIndexOf('/') + 1)
  }
}
