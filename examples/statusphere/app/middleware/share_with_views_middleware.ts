import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { AtprotoUser } from 'adonisjs-atproto-oauth'
import Account from '#models/account'

/**
 * Shares the accounts of this browser and the chosen theme with all views, for the layout.
 */
export default class ShareWithViewsMiddleware {
  async handle({ auth, oauth, request, view }: HttpContext, next: NextFn) {
    const users = auth.user ? await oauth.accounts() : []
    const [me, ...otherAccounts] = await describe(users)

    view.share({ theme: request.plainCookie('theme', 'auto'), me, otherAccounts })
    return next()
  }
}

async function describe(users: AtprotoUser[]) {
  const rows = users.length > 0 ? await Account.findMany(users.map(({ did }) => did)) : []
  const accounts = new Map(rows.map((account) => [account.did, account]))

  return users.map(({ did, handle }) => {
    const account = accounts.get(did)
    return {
      did,
      name: account?.name ?? handle ?? 'you',
      identity: account?.identity ?? (handle ? `@${handle}` : did),
      slug: account?.slug ?? did,
    }
  })
}
