import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { startHttpServer } from '@tests/support/http_server'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import type { Page } from 'playwright-core'
import { PdsPages } from '../../browser/pages/pds.js'

/** As `configure` sets FRONTEND_URL. */
export const FRONTEND = 'http://127.0.0.1:5173/'

const SAMPLE = join(import.meta.dirname, '..', 'frontend.ts')

/** The exports of the guide's sample of a frontend, in a page that has loaded it. */
declare const frontend: typeof import('../frontend.js')

/** Starts the server of a page that loads the guide's sample. Returns the page's address. */
export async function startFrontend(api: string): Promise<string> {
  const sample = stripTypeScriptTypes(await readFile(SAMPLE, 'utf8'))
  const client = sample.replace('http://127.0.0.1:3333', api)
  const html = `<!doctype html><title>Frontend</title><script type="module">
    import * as frontend from './client.js'
    Object.assign(globalThis, { frontend })
  </script>`
  const { url } = await startHttpServer(({ url: path }, response) => {
    const isScript = path === '/client.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? client : html)
  })
  return `${url}/`
}

/** Signs an account in and out from a frontend, and not from the same one under another name. */
export async function useFrontend(page: Page, url: string, account: DevnetAccount): Promise<void> {
  const currentAccount = () => page.evaluate(() => frontend.currentAccount())
  await page.goto(url)
  assert.equal(await currentAccount(), null)
  await assert.rejects(
    () => page.evaluate(() => frontend.signIn('nobody.test')),
    /No account found/
  )

  await page.evaluate((handle) => frontend.signIn(handle), account.handle)
  const pds = new PdsPages(page)
  await pds.signIn(account.password)
  await pds.allow()
  await page.waitForURL(url)
  const { did, handle } = account
  assert.deepEqual(await currentAccount(), { did, handle })

  await page.goto(url.replace('127.0.0.1', 'localhost'))
  await assert.rejects(currentAccount, /Failed to fetch/)

  await page.goto(url)
  await page.evaluate(() => frontend.signOut())
  assert.equal(await currentAccount(), null)
}
