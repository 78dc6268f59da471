import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AdonisApp } from '@tests/support/adonis_app'
import { run } from '@tests/support/processes'
import { ROOT } from '@tests/support/workspace'
import type { Page } from 'playwright-core'
import { launchChromium } from '../browser/harness/launch.js'
import { type Kit, KITS } from './harness/kits.js'
import { versionsOf } from './harness/manifest.js'

// Takes the guide's screenshots of the sign-in page in each kit, or in those that are named, as the
// last run of the suite has left them.

const FOLDER = join(ROOT, 'docs', 'public', 'sign-in')

const DESKTOP = { width: 1000, height: 640 }
const PHONE = { width: 390, height: 700 }

const browser = await launchChromium()
const names = process.argv.slice(2)
const isChosen = ({ name, page }: Kit) =>
  page !== 'none' && (names.length === 0 || names.includes(name))
for (const kit of KITS.filter(isChosen)) await takeOf(kit)
await browser.close()

async function takeOf({ name, major, page: stack }: Kit) {
  const cwd = join(versionsOf(major), 'tmp', name)
  if (stack !== 'html') {
    const vite = join(versionsOf(major), 'node_modules/vite/bin/vite.js')
    await run(process.execPath, [vite, 'build'], { cwd })
  }
  const [, port] = /^PORT=(\d+)$/m.exec(await readFile(join(cwd, '.env'), 'utf8'))!
  const server = await new AdonisApp(cwd).serve()
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: DESKTOP, colorScheme })
    await page.goto(`http://127.0.0.1:${port}/oauth/login`)
    await save(page, `${name}-${colorScheme}`)
    await page.setViewportSize(PHONE)
    await save(page, `${name}-${colorScheme}-phone`)
    await page.setViewportSize(DESKTOP)
    await page.getByLabel('Handle').fill('nobody here')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').first().waitFor()
    await save(page, `${name}-${colorScheme}-error`)
    await page.close()
  }
  await server.stop()
}

async function save(page: Page, name: string) {
  const path = join(FOLDER, `${name}.png`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.screenshot({ path })
  console.log(path)
}
