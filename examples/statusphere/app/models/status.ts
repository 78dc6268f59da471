import { BaseModel, belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import Account from '#models/account'

/**
 * One `xyz.statusphere.status` record of somebody's repo. A deleted one stays as a tombstone
 * without its emoji, so that a late event can't bring it back.
 */
export default class Status extends BaseModel {
  @column({ isPrimary: true })
  declare uri: string

  @column()
  declare did: string

  @column()
  declare emoji: string | null

  /**
   * The repo revision this row stands at. Revisions grow, and sort as strings.
   */
  @column()
  declare rev: string

  /**
   * When this app first heard of the record, ISO 8601 in UTC.
   */
  @column()
  declare indexedAt: string

  /**
   * When it was posted, by the record's own word, but never later than `indexedAt`.
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
