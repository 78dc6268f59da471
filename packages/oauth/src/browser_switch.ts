import type { AtprotoUser } from './atproto_user.js'
import type { BrowserAccounts } from './browser_accounts.js'
import type { BrowserSession } from './browser_session.js'
import type { OAuthManager } from './oauth_manager.js'

export interface BrowserSwitchDependencies {
  manager: OAuthManager
  browser: BrowserSession
  accounts: BrowserAccounts
}

/**
 * Switches between the accounts of a browser, also when the current one is signed out.
 */
export class BrowserSwitch {
  #deps: BrowserSwitchDependencies

  constructor(deps: BrowserSwitchDependencies) {
    this.#deps = deps
  }

  /** The current account first. */
  async accounts(): Promise<AtprotoUser[]> {
    const { accounts, browser } = this.#deps
    const current = await browser.read()
    const others = await accounts.read()
    return [current, ...others.filter(({ did }) => did !== current?.did)].filter(
      (user) => user !== undefined
    )
  }

  /** Returns null if the browser is not signed in with the account. */
  async to(did: string): Promise<AtprotoUser | null> {
    const { accounts, browser } = this.#deps
    const user = await this.#find(did)
    if (!user) return null
    if (user.did === browser.user?.did) return user
    if (browser.user) await accounts.add(browser.user)
    await browser.start(user)
    return user
  }

  /** Signs out of the current account, and switches to the next one. */
  async leave(): Promise<void> {
    const { accounts, browser } = this.#deps
    const { user } = browser
    accounts.keep()
    if (user) accounts.remove(user)
    await browser.end()
    const [next] = await accounts.read()
    if (next) await browser.start(next)
  }

  async signOut(did: string): Promise<void> {
    const { accounts, browser, manager } = this.#deps
    const user = await this.#find(did)
    if (!user) return
    if (user.did === browser.user?.did) return this.leave()
    accounts.remove(user)
    if (user.sessionId) await manager.end(user.sessionId)
  }

  async signOutOfAll(): Promise<void> {
    await this.#deps.accounts.end()
    await this.#deps.browser.end()
  }

  async #find(did: string): Promise<AtprotoUser | undefined> {
    const accounts = await this.accounts()
    return accounts.find((account) => account.did === did)
  }
}
