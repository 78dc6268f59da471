import type { LucidModel, LucidRow } from '@adonisjs/lucid/types/model'

/**
 * A model with a row for each account that belongs to a user of the app: `did` is its primary key,
 * and `user` the relation.
 */
export type LinkModel = LucidModel & (new () => LucidRow & { did: string; user: unknown })

/** An account: `oauth.user`, or anything else with a DID. */
export interface AccountLike {
  did: string
}

/** A row of such a model. Only the app knows the type of its relation. */
export type LinkRow = Omit<LucidRow, 'related'> & {
  did: string
  related(name: 'user'): { associate(user: LucidRow): Promise<void> }
}
