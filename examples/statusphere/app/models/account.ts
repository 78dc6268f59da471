import { BaseModel, column } from '@adonisjs/lucid/orm'

/**
 * An account somewhere on the network, as far as this app has heard of it.
 */
export default class Account extends BaseModel {
  @column({ isPrimary: true })
  declare did: string

  /**
   * Checked both ways, or null; never `handle.invalid`.
   */
  @column()
  declare handle: string | null

  /**
   * From the account's `app.bsky.actor.profile` record, when it has one.
   */
  @column()
  declare displayName: string | null

  /**
   * The repo revision of the profile shown, so that an older event can't bring an older name back.
   */
  @column()
  declare profileRev: string

  @column({ consume: Boolean })
  declare isActive: boolean

  /**
   * `active`, or why it is not: `deactivated`, `takendown`, `suspended`, `deleted`, …
   */
  @column()
  declare status: string

  /**
   * What to call the account. A DID is no name: without any other, its last letters tell two apart.
   */
  get name(): string {
    return this.displayName ?? this.handle ?? `Account …${this.did.slice(-5)}`
  }

  /**
   * The account's part of a page's address.
   */
  get slug(): string {
    return this.handle ?? this.did
  }
}
