import { test } from '@japa/runner'
import { world } from './harness/world.js'

const NO_ANSWER =
  'Your server is not responding. Please try again in a moment. If it has received this change, it will show up here.'

test.group('While the PDS is stopped', (group) => {
  group.each.setup(() => async () => (await world()).devnet.pds.start())

  test('show an error next to the picker, stay signed in, and work again once it is started', async ({
    assert,
    signedInVisitor,
  }) => {
    const { devnet } = await world()
    const { account, browser } = await signedInVisitor('alice')
    await browser.pick('Cool')

    await devnet.pds.stop()
    await browser.emoji('Dead').click()
    await browser.emojiError.waitFor()
    assert.equal(await browser.emojiError.innerText(), NO_ANSWER)
    assert.equal(await browser.currentHandle(), account.handle)
    await browser.pressed('Cool').waitFor()

    await browser.deleteButton(browser.status(account, '😎')).click()
    await browser.deleteError.waitFor()
    assert.equal(await browser.deleteError.innerText(), NO_ANSWER)
    assert.equal(await browser.status(account, '😎').count(), 1)

    await browser.page.reload()
    assert.equal(await browser.currentHandle(), account.handle)

    await devnet.pds.start()
    await browser.pick('Dead')
    await browser.status(account, '💀').waitFor()
    assert.equal(await browser.emojiError.count(), 0)
  })

  test('sign out, and show an error at the next sign-in', async ({ assert, signedInVisitor }) => {
    const { devnet } = await world()
    const { account, browser } = await signedInVisitor('alice')

    await devnet.pds.stop()
    await browser.signOut()
    assert.equal(await browser.me.count(), 0)

    await browser.enterHandle(account.handle)
    await browser.handleError.waitFor()
    assert.equal(
      await browser.handleError.innerText(),
      `The account "${account.handle}" can't be looked up right now. Please try again later`
    )

    await devnet.pds.start()
    await browser.signIn(account)
    assert.equal(await browser.currentHandle(), account.handle)
  })
})
