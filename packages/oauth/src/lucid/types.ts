import type { LucidModel, LucidRow } from '@adonisjs/lucid/types/model'

/**
 * A model with a row for each account that belongs to a user of the app: `did` is its primary key,
 * and `user` the relation.
 */
export type LinkModel = LucidModel & (new () => LucidRow & { did: string; user: unknown })

/** What tells which account it is: `oauth.user`, or anything else with its DID. */
export interface AccountLike {
  did: string
}

/** Such a row. The type of its relation is known in the app only. */
export type LinkRow = Omit<LucidRow, 'related'> & {
  did: string
  related(name: 'user'): { associate(user: LucidRow): Promise<void> }
}
