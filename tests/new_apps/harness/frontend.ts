import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import { network } from './suite.js'
import { Visitor } from './visitor.js'

/** As `configure` sets FRONTEND_URL. */
export const FRONTEND = 'http://127.0.0.1:5173/'

const SAMPLE = join(import.meta.dirname, '..', 'frontend.ts')

/** The exports of the guide's sample of a frontend. */
interface Frontend {
  signIn(handle: string): Promise<void>
  currentAccount(): Promise<{ did: string; handle?: string } | null>
  signOut(): Promise<null>
}

/**
 * Loads the sample as a browser at `origin` would, with the cookies of a visitor. A response that
 * does not allow this origin to read it fails, as it would in a browser.
 *
 * @param leave - Is called with the address that the page is left for
 */
async function loadFrontend(
  visitor: Visitor,
  origin: string,
  leave: (url: string) => void
): Promise<Frontend> {
  const browser = {
    location: { assign: leave },
    async fetch(url: string, init: RequestInit) {
      const headers = { ...init.headers, origin, 'sec-fetch-site': 'same-site' }
      const response = await visitor.fetch(url, { ...init, headers })
      const isAllowed =
        response.headers.get('access-control-allow-origin') === origin &&
        response.headers.get('access-control-allow-credentials') === 'true'
      if (!isAllowed) throw new TypeError('Failed to fetch')
      return response
    },
  }
  // Another name for each, or the module would be loaded once.
  const name = `frontend at ${origin} of ${visitor.url.origin}`
  Object.assign(globalThis, { [name]: browser })
  const source = stripTypeScriptTypes(await readFile(SAMPLE, 'utf8'))
  const module = [
    `const { fetch, location } = globalThis[${JSON.stringify(name)}]`,
    source.replace('http://127.0.0.1:3333', visitor.url.origin),
  ].join('\n')
  return import(`data:text/javascript,${encodeURIComponent(module)}`)
}

/** Signs an account in and out from a frontend at `FRONTEND`, and not from one elsewhere. */
export async function useFrontend(url: string, account: DevnetAccount): Promise<void> {
  const visitor = new Visitor(url, 'none')
  let left = ''
  const frontend = await loadFrontend(visitor, new URL(FRONTEND).origin, (to) => (left = to))
  await assert.rejects(() => frontend.signIn('nobody.test'), /No account found/)
  await frontend.signIn(account.handle)
  const back = await visitor.fetch(await network.signIn(new URL(left), account))
  assert.equal(back.headers.get('location'), FRONTEND)
  const { did, handle } = account
  assert.deepEqual(await frontend.currentAccount(), { did, handle })
  await frontend.signOut()
  assert.equal(await frontend.currentAccount(), null)

  const elsewhere = await loadFrontend(visitor, 'https://example.com', () => {})
  await assert.rejects(() => elsewhere.currentAccount(), /Failed to fetch/)
}
