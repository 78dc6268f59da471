import { join } from 'node:path'
import { ROOT } from '@tests/support/workspace'
import type { BrowserContextOptions } from 'playwright-core'
import { PHONE } from './harness/launch.js'
import { HOST, populate } from './harness/people.js'
import { setUp } from './harness/suite.js'
import { openBrowser, startWorld } from './harness/world.js'

// Takes the screenshots of the README and the docs.

const FOLDER = join(ROOT, 'docs', 'public')

// As sharp as they can be at less than 400 kB each.
const DESKTOP = { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1.25 }

const PICTURES: Record<string, BrowserContextOptions> = {
  'statusphere-light': { ...DESKTOP, colorScheme: 'light' },
  'statusphere-dark': { ...DESKTOP, colorScheme: 'dark' },
  'statusphere-phone': { ...PHONE, deviceScaleFactor: 1.75, colorScheme: 'dark' },
}

await using resources = new AsyncDisposableStack()
resources.defer(await setUp())
const { devnet, app } = await startWorld({ accounts: [HOST.handle] })

const latest = await populate(devnet)
for (const [name, options] of Object.entries(PICTURES)) await take(name, options)

async function take(name: string, options: BrowserContextOptions) {
  const statusphere = await openBrowser(app, options)
  const { page } = statusphere
  await statusphere.open()
  await statusphere.signIn(devnet.accounts[0])
  await statusphere.rowOf(latest).waitFor()

  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path })
  console.log(path)
  await page.context().close()
}
