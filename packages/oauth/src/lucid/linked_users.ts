import type { LucidRow } from '@adonisjs/lucid/types/model'
import { E_ATPROTO_ACCOUNT_LINKED } from '../errors.js'
import type { AccountLike, LinkModel, LinkRow } from './types.js'

/**
 * Returns the user that an account belongs to. A new account is linked to the user that `create`
 * returns, in one transaction.
 *
 * @param create - Returns a new user, not saved yet, or an existing one. It may be called by two
 *   requests at once, of which only one saves its user
 * @example
 * const user = await findOrCreateUser(AtprotoAccount, account, () => new User().fill({ fullName }))
 */
export async function findOrCreateUser<User extends LucidRow>(
  model: LinkModel,
  account: AccountLike,
  create: () => User | Promise<User>
): Promise<User> {
  const found = await findUser<User>(model, account)
  if (found) return found
  return link(model, account, await create())
}

/**
 * Links an account to a user who is signed in. A user may have several accounts.
 *
 * @throws E_ATPROTO_ACCOUNT_LINKED, if the account belongs to another user
 */
export async function linkAccount(
  model: LinkModel,
  account: AccountLike,
  user: LucidRow
): Promise<void> {
  const owner = (await findUser(model, account)) ?? (await link(model, account, user))
  if (owner.$primaryKeyValue === user.$primaryKeyValue) return
  throw new E_ATPROTO_ACCOUNT_LINKED(account.did)
}

async function findUser<User extends LucidRow>(model: LinkModel, { did }: AccountLike) {
  const row = await model
    .query()
    .where('did', did)
    .preload('user' as never)
    .first()
  return (row?.user ?? null) as User | null
}

/**
 * Returns the user that the account is linked to. If another request was faster, that is its user.
 */
async function link<User extends LucidRow>(
  model: LinkModel,
  { did }: AccountLike,
  user: User
): Promise<User> {
  const row = new model() as LinkRow
  row.did = did
  try {
    // Saves both, or neither.
    await row.related('user').associate(user)
    return user
  } catch (error) {
    const owner = await findUser<User>(model, { did })
    if (owner) return owner
    throw error
  }
}
