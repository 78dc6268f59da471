import { BaseModel, column } from '@adonisjs/lucid/orm'

/**
 * An AT Protocol account, as far as this app knows it.
 */
export default class Account extends BaseModel {
  @column({ isPrimary: true })
  declare did: string

  /**
   * The verified handle, or null. Never `handle.invalid`.
   */
  @column()
  declare handle: string | null

  /**
   * From the account's `app.bsky.actor.profile` record, if it has one.
   */
  @column()
  declare displayName: string | null

  /**
   * The repo revision of that profile record, so that a late event can't restore an older name.
   */
  @column()
  declare profileRev: string

  /**
   * False while the account is deactivated, suspended or taken down, and once it is deleted.
   */
  @column({ consume: Boolean })
  declare isActive: boolean

  @column({ consume: Boolean })
  declare isDeleted: boolean

  /**
   * The name to show. Without a display name or a handle, the end of the DID tells accounts apart.
   */
  get name(): string {
    return this.displayName ?? this.handle ?? `Account …${this.did.slice(-5)}`
  }

  /**
   * Identifies the account in URLs.
   */
  get slug(): string {
    return this.handle ?? this.did
  }
}
