import { test } from '@japa/runner'
import { enter, showsFocus, tabTo } from './harness/keyboard.js'
import { createAccount } from './harness/world.js'

test.group('By keyboard', () => {
  test('sign in, post, delete and sign out with Tab and Enter alone', async ({
    assert,
    visitor,
  }) => {
    const account = await createAccount()
    const browser = await visitor('alice')
    const { keyboard } = browser.page

    await tabTo(browser.handle)
    assert.isTrue(await showsFocus(browser.handle))
    await keyboard.type(account.handle)
    await keyboard.press('Enter')

    await tabTo(browser.pds.password)
    await keyboard.type(account.password)
    await keyboard.press('Enter')
    await enter(browser.pds.authorizeButton)
    await browser.me.waitFor()

    await tabTo(browser.emoji('Saluting'))
    assert.isTrue(await showsFocus(browser.emoji('Saluting')))
    await keyboard.press('Enter')
    await browser.pressed('Saluting').waitFor()

    await enter(browser.deleteButton(browser.status(account, '🫡')))
    await browser.status(account, '🫡').waitFor({ state: 'detached' })

    await enter(browser.me)
    await enter(browser.signOutButton)
    await browser.handle.waitFor()
    assert.equal(await browser.me.count(), 0)
  })

  test('skip past the header at the first Tab', async ({ assert, visitor }) => {
    const browser = await visitor('alice')
    const skipLink = browser.page.getByRole('link', { name: 'Skip to content' })

    await browser.page.keyboard.press('Tab')
    assert.isTrue(await skipLink.evaluate((element) => element === document.activeElement))
    await browser.page.keyboard.press('Enter')
    assert.equal(new URL(browser.page.url()).hash, '#main')
  })
})
