import { test } from '@japa/runner'
import { createAccount, world } from './harness/world.js'

test.group('Signing in', () => {
  test('sign in on the pages of the account’s own server, and sign out', async ({
    assert,
    visitor,
  }) => {
    const { devnet, app } = await world()
    const account = await createAccount()
    const browser = await visitor('alice')

    await browser.enterHandle(account.handle)
    await browser.pds.password.waitFor()
    assert.equal(new URL(browser.page.url()).origin, devnet.pds.url)
    assert.equal(await browser.pds.username.inputValue(), account.handle)

    await browser.pds.signIn(account.password)
    await browser.pds.allow()
    await browser.me.waitFor()
    assert.equal(browser.page.url(), `${app.url}/`)
    assert.equal(await browser.currentHandle(), account.handle)

    await browser.page.reload()
    assert.equal(await browser.currentHandle(), account.handle)

    await browser.signOut()
    await browser.page.reload()
    await browser.handle.waitFor()
    assert.equal(await browser.me.count(), 0)
  })

  test('sign up for a new account on the pages of the server', async ({ assert, visitor }) => {
    const name = `new-${Date.now().toString(36)}`
    const browser = await visitor('newcomer')

    await browser.page.getByRole('button', { name: 'Create an account' }).click()
    await browser.pds.signUp({ name, email: `${name}@example.com`, password: 'a-long-password' })
    await browser.pds.allow()
    await browser.me.waitFor()
    assert.equal(await browser.currentHandle(), `${name}.test`)

    await browser.pick('Butterfly')
    await browser.status({ handle: `${name}.test` }, '🦋').waitFor()
  })

  test('show an error next to the handle when access was denied', async ({ assert, visitor }) => {
    const account = await createAccount()
    const browser = await visitor('alice')

    await browser.enterHandle(account.handle)
    await browser.pds.signIn(account.password)
    await browser.pds.deny()

    await browser.handleError.waitFor()
    assert.equal(
      await browser.handleError.innerText(),
      'You did not give this app access to your account'
    )
    assert.equal(await browser.me.count(), 0)

    await browser.signIn(account)
    assert.equal(await browser.currentHandle(), account.handle)
  })

  test('allow another attempt after a wrong password', async ({ assert, visitor }) => {
    const account = await createAccount()
    const browser = await visitor('alice')

    await browser.enterHandle(account.handle)
    await browser.pds.signIn('not the password')
    await browser.pds.alert.waitFor()
    assert.equal(await browser.pds.alert.innerText(), 'Wrong identifier or password')

    await browser.pds.signIn(account.password)
    await browser.pds.allow()
    await browser.me.waitFor()
    assert.equal(await browser.currentHandle(), account.handle)
  })

  test('show an error next to the handle when it does not exist', async ({ assert, visitor }) => {
    const browser = await visitor('stranger')

    await browser.enterHandle('nobody-is-this.test')
    await browser.handleError.waitFor()
    assert.equal(
      await browser.handleError.innerText(),
      'No account found for "nobody-is-this.test". Check the spelling and enter the full handle, like alice.example.com'
    )
    assert.equal(await browser.handle.inputValue(), 'nobody-is-this.test')
  })
})
