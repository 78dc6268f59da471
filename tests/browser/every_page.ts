import { join } from 'node:path'
import { ROOT } from '@tests/support/workspace'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { showAccountPages } from './harness/account_pages.js'
import { MAJOR } from './harness/app.js'
import { PHONE } from './harness/launch.js'
import { HOST, populate } from './harness/people.js'
import { setUp } from './harness/suite.js'
import { openBrowser, startWorld } from './harness/world.js'

// Takes a picture of every page in both themes and on a phone, to look at after a change of styles.

const FOLDER = join(ROOT, 'tests', 'tmp', `every_page_${MAJOR}`)
const DESKTOP = { viewport: { width: 1200, height: 800 } }

const LOOKS: Record<string, BrowserContextOptions> = {
  'light': { ...DESKTOP, colorScheme: 'light' },
  'dark': { ...DESKTOP, colorScheme: 'dark' },
  'phone-light': { ...PHONE, colorScheme: 'light' },
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
}

await using resources = new AsyncDisposableStack()
resources.defer(await setUp())
const { devnet, app } = await startWorld({ accounts: [HOST.handle] })
const [host] = devnet.accounts

for (const [look, options] of Object.entries(LOOKS)) {
  const { statusphere, take } = await openLook(look, options)
  await statusphere.open()
  await take('empty')
  await statusphere.page.context().close()
}
const latest = await populate(devnet)

for (const [look, options] of Object.entries(LOOKS)) {
  const { statusphere, take } = await openLook(look, options)
  const { page } = statusphere
  await statusphere.open()
  await statusphere.rowOf(latest).waitFor()
  await take('signed-out')
  await statusphere.open('/login')
  await take('login')
  await statusphere.enterHandle('nobody-here.test')
  await statusphere.handleError.waitFor()
  await take('login-failed')
  await statusphere.open('/no/such/page')
  await take('not-found')
  await showResponse(page, { handle: 'x'.repeat(20_000) })
  await take('too-large')

  await statusphere.open()
  await statusphere.signIn(host)
  await statusphere.rowOf(latest).waitFor()
  await take('home')
  await statusphere.open('/?posted=pending')
  await take('pending')
  await statusphere.open('/?page=2')
  await take('second-page')
  await statusphere.open(`/profile/${host.handle}`)
  await take('own-profile')
  await statusphere.open('/profile/joon.test')
  await take('profile')
  await showResponse(page, { theme: 'dark', _csrf: 'expired' })
  await take('stale-page')
  await devnet.pds.stop()
  await statusphere.open()
  await statusphere.emoji('Rocket').click()
  await statusphere.emojiError.waitFor()
  await take('post-failed')
  await devnet.pds.start()
  await statusphere.open()
  await showAccountPages(statusphere, await devnet.createAccount(), take)
  await page.context().close()
}

async function openLook(look: string, options: BrowserContextOptions) {
  const statusphere = await openBrowser(app, options)
  const take = async (name: string) => {
    const path = join(FOLDER, `${look}-${name}.png`)
    await statusphere.page.screenshot({ path, fullPage: true })
    console.log(path)
  }
  return { statusphere, take }
}

/** Submits a form that no page of the app has. */
async function showResponse(page: Page, fields: Record<string, string>) {
  const submitted = page.waitForNavigation()
  await page.evaluate((values) => {
    const form = Object.assign(document.createElement('form'), { method: 'POST', action: '/theme' })
    for (const [name, value] of Object.entries(values)) {
      form.append(Object.assign(document.createElement('input'), { name, value }))
    }
    document.body.append(form)
    form.submit()
  }, fields)
  await submitted
}
