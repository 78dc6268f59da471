import { test } from '@japa/runner'
import { STATUS } from './harness/network.js'
import { createAccount, world } from './harness/world.js'

test.group('Statuses', () => {
  test('show a status to others when it is posted, and remove it when it is deleted', async ({
    assert,
    signedInVisitor,
  }) => {
    const { account: alice, browser: author } = await signedInVisitor('alice')
    const { browser: reader } = await signedInVisitor('bob')
    await reader.mark()

    await author.pick('Rocket')
    await author.status(alice, '🚀').waitFor()
    await reader.status(alice, '🚀').waitFor()
    assert.equal(await reader.status(alice, '🚀').count(), 1)
    assert.equal(await reader.deleteButton(reader.status(alice, '🚀')).count(), 0)

    await author.deleteButton(author.status(alice, '🚀')).click()
    await author.status(alice, '🚀').waitFor({ state: 'detached' })
    await reader.status(alice, '🚀').waitFor({ state: 'detached' })
    assert.isTrue(await reader.isStillMarked())
  })

  test('mark the current status in the picker, and the previous one once it is deleted', async ({
    assert,
    signedInVisitor,
  }) => {
    const { account, browser } = await signedInVisitor('alice')
    assert.equal(await browser.pressedOnes.count(), 0)

    await browser.pick('Brain')
    assert.match(await browser.current.innerText(), /^Your status: 🧠/)
    await browser.pick('Ninja')
    assert.equal(await browser.pressedOnes.count(), 1)

    await browser.deleteButton(browser.status(account, '🥷')).click()
    await browser.pressed('Brain').waitFor()
    assert.equal(await browser.pressedOnes.count(), 1)
    assert.equal(await browser.status(account, '🧠').count(), 1)
  })

  test('show what another client writes, through Tap and without a reload', async ({
    assert,
    signedInVisitor,
  }) => {
    const { devnet } = await world()
    const stranger = await createAccount()
    const { browser: reader } = await signedInVisitor('bob')

    // Records reach the app through Tap only: without it, even a reload does not show them.
    await devnet.tap.stop()
    const { uri } = await stranger.createRecord(STATUS, {
      status: '👀',
      createdAt: new Date().toISOString(),
    })
    await reader.page.reload()
    await reader.isLive()
    assert.notInclude(await reader.shownUris(), uri)

    await reader.mark()
    await devnet.tap.start()
    await reader.status(stranger, '👀').waitFor()
    assert.include(await reader.shownUris(), uri)

    await stranger.deleteRecord(STATUS, uri.split('/').at(-1)!)
    await reader.status(stranger, '👀').waitFor({ state: 'detached' })
    assert.isTrue(await reader.isStillMarked())
  })
    .setup(async () => async () => (await world()).devnet.tap.start())
    .timeout(180_000)

  test('hide an account that was deactivated, and show it again once it is activated', async ({
    assert,
    signedInVisitor,
  }) => {
    const account = await createAccount()
    const { browser: reader } = await signedInVisitor('bob')
    await reader.mark()

    await account.createRecord(STATUS, { status: '🥹', createdAt: new Date().toISOString() })
    await reader.status(account, '🥹').waitFor()
    await account.deactivate()
    await reader.status(account, '🥹').waitFor({ state: 'detached' })
    await account.activate()
    await reader.status(account, '🥹').waitFor()
    assert.isTrue(await reader.isStillMarked())
  })
})
