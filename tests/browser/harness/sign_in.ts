import { TestBrowser } from '@tests/support/test_browser'
import { type Credentials, DevnetBrowser } from 'adonisjs-atproto-devnet'

/** Signs an account in to Statusphere, without the pages of the account's server. */
export async function signIn(appUrl: string, account: Credentials): Promise<TestBrowser> {
  const browser = await new TestBrowser(appUrl).visit('/login')
  const server = (await browser.submit('/login', { handle: account.handle }))!
  return browser.visit(await new DevnetBrowser(server.origin).signIn(server, account))
}
