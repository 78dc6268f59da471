import { AtprotoUser } from './atproto_user.js'
import { GrantAccess, type GrantAccessDependencies } from './grant_access.js'
import type { GrantRow } from './types.js'

/**
 * Creates the users that the app sees.
 */
export class Users {
  #access: GrantAccessDependencies

  constructor(access: GrantAccessDependencies) {
    this.#access = access
  }

  create(row: GrantRow): AtprotoUser {
    return new AtprotoUser(row, new GrantAccess(row, this.#access))
  }
}
