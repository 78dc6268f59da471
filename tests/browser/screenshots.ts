import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '@tests/support/workspace'
import { startDevnet } from 'adonisjs-atproto-devnet'
import type { BrowserContextOptions } from 'playwright-core'
import { App } from './harness/app.js'
import { TAP } from './harness/network.js'
import { HOST, populate } from './harness/people.js'
import { setUp } from './harness/suite.js'
import { browser } from './harness/world.js'
import { Statusphere } from './pages/statusphere.js'

// Takes the screenshots of the README and the docs.

const FOLDER = join(ROOT, 'docs', 'public')

// As sharp as they can be at less than 400 kB each.
const DESKTOP = { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1.25 }
const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
}

const PICTURES: Record<string, BrowserContextOptions> = {
  'statusphere-light': { ...DESKTOP, colorScheme: 'light' },
  'statusphere-dark': { ...DESKTOP, colorScheme: 'dark' },
  'statusphere-phone': { ...PHONE, colorScheme: 'dark' },
}

const close = await setUp()
await using resources = new AsyncDisposableStack()
resources.defer(close)
const devnet = resources.use(await startDevnet({ accounts: [HOST.handle], tap: TAP }))
const app = resources.adopt(await App.start(devnet.env), (started) => started.close())

await mkdir(FOLDER, { recursive: true })
const latest = await populate(devnet)
for (const [name, options] of Object.entries(PICTURES)) await take(name, options)

async function take(name: string, options: BrowserContextOptions) {
  const chromium = await browser()
  const context = await chromium.newContext({ locale: 'en-GB', ...options })
  context.setDefaultTimeout(30_000)
  const page = new Statusphere(await context.newPage(), app.url)
  await page.open()
  await page.signIn(devnet.accounts[0])
  await page.rowOf(latest).waitFor()

  const file = join(FOLDER, `${name}.png`)
  await page.page.screenshot({ path: file })
  console.log(file)
  await context.close()
}
