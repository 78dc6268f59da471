import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Test, TestContext } from '@japa/runner/core'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Statusphere } from '../pages/statusphere.js'
import type { App } from './app.js'
import { signIn } from './sign_in.js'
import { createAccount, openBrowser, world } from './world.js'

/** Where the screenshots of failed tests are. */
const SCREENSHOTS = join(import.meta.dirname, '..', '..', 'tmp', 'browser')

interface VisitorOptions extends BrowserContextOptions {
  /** Defaults to the one that the specs share. */
  app?: App
  /** Signed in without the pages of the account's server, which take seconds. */
  account?: DevnetAccount
}

interface SignedIn {
  account: DevnetAccount
  browser: Statusphere
}

declare module '@japa/runner/core' {
  interface TestContext {
    /** Opens the app in a browser of its own, which shares no cookie with the others. */
    visitor(name: string, options?: VisitorOptions): Promise<Statusphere>
    /** The same, signed in with a new account of the shared network by default. */
    signedInVisitor(name: string, options?: VisitorOptions): Promise<SignedIn>
  }
}

TestContext.getter('visitor', function (this: TestContext) {
  return (name: string, options?: VisitorOptions) => openVisitor(this.test, name, options)
})

TestContext.getter('signedInVisitor', function (this: TestContext) {
  return async (name: string, options: VisitorOptions = {}): Promise<SignedIn> => {
    const { account = await createAccount() } = options
    const browser = await openVisitor(this.test, name, { ...options, account })
    await browser.isLive()
    return { account, browser }
  }
})

async function openVisitor(
  test: Test,
  name: string,
  { app, account, ...options }: VisitorOptions = {}
): Promise<Statusphere> {
  const visited = app ?? (await world()).app
  const statusphere = await openBrowser(visited, options)
  const { page } = statusphere

  test.cleanup(async (hasError) => {
    if (hasError) await report(`${test.title}, ${name}`, page, visited)
    await page.context().close()
  })

  if (account) {
    const { cookies } = await signIn(visited.url, account)
    const entries = [...cookies].map(([key, value]) => ({ name: key, value, url: visited.url }))
    await page.context().addCookies(entries)
  }
  await statusphere.open()
  return statusphere
}

async function report(title: string, page: Page, app: App): Promise<void> {
  const file = join(SCREENSHOTS, title.replace(/[^a-z0-9]+/gi, '_'))
  await mkdir(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {})
  await writeFile(`${file}.log`, `${page.url()}\n\n${app.output}\n`)
}
