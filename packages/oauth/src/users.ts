import { AtprotoUser } from './atproto_user.js'
import { GrantAccess, type GrantAccessDependencies } from './grant_access.js'
import type { GrantInfo } from './types.js'

/**
 * Creates the users that the app sees.
 */
export class Users {
  #access: GrantAccessDependencies

  constructor(access: GrantAccessDependencies) {
    this.#access = access
  }

  create(grant: GrantInfo): AtprotoUser {
    return new AtprotoUser(grant, new GrantAccess(grant, this.#access))
  }
}
