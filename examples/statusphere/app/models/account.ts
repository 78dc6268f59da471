import { BaseModel, column } from '@adonisjs/lucid/orm'

/**
 * What this app knows about an AT Protocol account.
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
   * From the account's `app.bsky.actor.profile` record, if it has one. Anyone can choose any name,
   * so it is never shown without `identity`.
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

  get name(): string {
    return this.displayName ?? this.handle ?? 'Unnamed account'
  }

  /**
   * Identifies the account regardless of its name: the verified handle, or the shortened DID.
   */
  get identity(): string {
    return this.handle ? `@${this.handle}` : shortDid(this.did)
  }

  /**
   * Identifies the account in URLs.
   */
  get slug(): string {
    return this.handle ?? this.did
  }
}

/**
 * Shortens a DID such as `did:plc:ewvi7nxzyoun6zhxrhs64oiz` to `did:plc:ewvi7n…64oiz`.
 */
function shortDid(did: string): string {
  return did.length > 24 ? `${did.slice(0, 14)}…${did.slice(-5)}` : did
}
