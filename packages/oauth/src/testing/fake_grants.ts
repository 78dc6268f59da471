import { randomBytes } from 'node:crypto'
import type { PermissionSets } from '../scope_types.js'
import { GrantedScopes } from '../scopes/granted_scopes.js'
import type { FakeAccount } from './fake_account.js'

/** In seconds. */
const LIFETIME = 3600

export interface FakeGrant {
  account: FakeAccount
  scope: string
  accessToken: string
  refreshToken: string
  /** Of the access token, in seconds. */
  lifetime: number
}

const randomToken = () => randomBytes(24).toString('base64url')

/**
 * The grants of the fake's servers. A refresh token works once. Sending it again ends the grant, as
 * on the reference server.
 */
export class FakeGrants {
  #grants = new Set<FakeGrant>()
  #used = new Map<string, FakeGrant>()
  #permissionSets: PermissionSets

  /** @param permissionSets - Those that a server would find published */
  constructor(permissionSets: PermissionSets) {
    this.#permissionSets = permissionSets
  }

  create(account: FakeAccount, asked: string): FakeGrant {
    const scope = new GrantedScopes(asked, this.#permissionSets).expanded
    const grant = { account, scope, ...this.#newTokens() }
    this.#grants.add(grant)
    return grant
  }

  findByAccessToken(token: string): FakeGrant | undefined {
    return this.#find((grant) => grant.accessToken === token)
  }

  refresh(refreshToken: string): FakeGrant | undefined {
    const replayed = this.#used.get(refreshToken)
    if (replayed) this.#grants.delete(replayed)
    const grant = this.#find((it) => it.refreshToken === refreshToken)
    if (!grant) return undefined
    this.#used.set(refreshToken, grant)
    return Object.assign(grant, this.#newTokens())
  }

  /** @param token - An access token or a refresh token */
  revoke(token: string): void {
    const grant = this.#find((it) => it.accessToken === token || it.refreshToken === token)
    if (grant) this.#grants.delete(grant)
  }

  of(account: FakeAccount): FakeGrant[] {
    return [...this.#grants].filter((grant) => grant.account === account)
  }

  revokeAll(account: FakeAccount): void {
    for (const grant of this.of(account)) this.#grants.delete(grant)
  }

  expireTokens(account: FakeAccount): void {
    for (const grant of this.of(account)) grant.accessToken = randomToken()
  }

  #newTokens() {
    return { accessToken: randomToken(), refreshToken: randomToken(), lifetime: LIFETIME }
  }

  #find(matches: (grant: FakeGrant) => boolean) {
    return [...this.#grants].find(matches)
  }
}
