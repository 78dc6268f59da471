import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Test, TestContext } from '@japa/runner/core'
import type { PluginFn } from '@japa/runner/types'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { Statusphere } from '../pages/statusphere.js'
import type { App } from './app.js'
import { browser, world } from './world.js'

/** Where the pictures of failed tests are. */
const PICTURES = join(import.meta.dirname, '..', 'tmp')

/** How long to wait for anything at all, in milliseconds: the machine may be a slow one. */
const PATIENCE = 30_000

export interface VisitorOptions extends BrowserContextOptions {
  /** default: the one all specs share */
  app?: App
}

type OpenVisitor = (name: string, options?: VisitorOptions) => Promise<Statusphere>

declare module '@japa/runner/core' {
  interface TestContext {
    /** Opens a browser of one's own (no cookie in common with another one's) at the app's first page. */
    visitor: OpenVisitor
  }
}

/** Japa plugin: each test opens as many browsers as it likes, and a failure leaves a picture of each. */
export function visitors(): PluginFn {
  return () => {
    TestContext.getter('visitor', function (this: TestContext): OpenVisitor {
      return (name, options) => openVisitor(this.test, name, options)
    })
  }
}

async function openVisitor(
  test: Test,
  name: string,
  { app, ...options }: VisitorOptions = {}
): Promise<Statusphere> {
  const visited = app ?? (await sharedApp())
  const chromium = await browser()
  const context = await chromium.newContext({ locale: 'en-GB', ...options })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()

  test.cleanup(async (hasError) => {
    if (hasError) await report(`${test.title}, ${name}`, page, visited)
    await context.close()
  })

  const statusphere = new Statusphere(page, visited.url)
  await statusphere.open()
  return statusphere
}

async function sharedApp(): Promise<App> {
  const { app } = await world()
  return app
}

async function report(title: string, page: Page, app: App): Promise<void> {
  const file = join(PICTURES, title.replace(/[^a-z0-9]+/gi, '_'))
  await mkdir(PICTURES, { recursive: true })
  await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {})
  await writeFile(`${file}.log`, `${page.url()}\n\n${app.output}\n`)
}
