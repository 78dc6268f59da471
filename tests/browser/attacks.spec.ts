import { test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'

/** Serves a page of another website. To a browser, localhost and 127.0.0.1 are two sites. */
async function startWebsite(html: string): Promise<string> {
  const { port } = await startHttpServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(html)
  })
  return `http://localhost:${port}/`
}

test.group('Another website', () => {
  test('stay signed in when it submits a form to the app: {$self}')
    .with(['/theme', '/logout', '/statuses'])
    .run(async ({ assert, signedInVisitor }, path) => {
      const { account, browser } = await signedInVisitor('alice')
      const page = `<form method="POST" action="${browser.url}${path}"><input name="theme" value="dark"><button>Win a prize</button></form>`
      await browser.page.goto(await startWebsite(page))

      await browser.page.getByRole('button', { name: 'Win a prize' }).click()
      await browser.page.getByRole('heading', { name: 'This page has expired' }).waitFor()
      await browser.open()
      assert.equal(await browser.currentHandle(), account.handle)
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
