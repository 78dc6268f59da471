import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'

/** Serves a page of another website. To a browser, localhost and 127.0.0.1 are two sites. */
async function startWebsite(html: string, cleanup: (close: () => void) => void): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(html)
  }).listen(0)
  await once(server, 'listening')
  cleanup(() => void (server.closeAllConnections(), server.close()))
  return `http://localhost:${(server.address() as AddressInfo).port}/`
}

test.group('Another website', () => {
  test('stay signed in when it submits a form to the app: {$self}')
    .with(['/theme', '/logout', '/statuses'])
    .run(async ({ assert, cleanup, signedInVisitor }, path) => {
      const { account, browser } = await signedInVisitor('alice')
      const page = `<form method="POST" action="${browser.url}${path}"><input name="theme" value="dark"><button>Win a prize</button></form>`
      await browser.page.goto(await startWebsite(page, cleanup))

      await browser.page.getByRole('button', { name: 'Win a prize' }).click()
      await browser.page.getByRole('heading', { name: 'This page has expired' }).waitFor()
      await browser.open()
      assert.equal(await browser.me.innerText(), account.handle)
    })

  test('show a message when a handle is too long', async ({ assert, visitor }) => {
    const browser = await visitor('stranger')
    await browser.enterHandle('a'.repeat(5_000))
    await browser.handleError.waitFor()
    assert.equal(await browser.handleError.innerText(), 'This is too long for a handle.')

    await browser.enterHandle('a'.repeat(300_000))
    await browser.page.getByRole('heading', { name: 'Too much text' }).waitFor()
  })
})
