import { test } from '@japa/runner'
import { STATUS } from '../harness/network.js'
import { world } from '../harness/world.js'

test.group('Statuses', () => {
  test('show a status to somebody else as it is posted, and take it away as it is deleted', async ({
    assert,
    visitor,
  }) => {
    const { devnet } = await world()
    const [alice, bob] = [await devnet.createAccount(), await devnet.createAccount()]
    const author = await visitor('alice')
    const reader = await visitor('bob')
    await author.signIn(alice)
    await reader.signIn(bob)
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

  test('mark the current one in the picker, which is the one before when it is deleted', async ({
    assert,
    visitor,
  }) => {
    const { devnet } = await world()
    const account = await devnet.createAccount()
    const browser = await visitor('alice')
    await browser.signIn(account)
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

  test('bring in what any other client writes, by way of Tap and without a reload', async ({
    assert,
    visitor,
  }) => {
    const { devnet } = await world()
    const stranger = await devnet.createAccount()
    const reader = await visitor('bob')
    await reader.signIn(await devnet.createAccount())

    // Tap is the only way from the PDS to the app: without it, even a reload shows nothing.
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

  test('hide who deactivates the account, and show them again when they are back', async ({
    assert,
    visitor,
  }) => {
    const { devnet } = await world()
    const account = await devnet.createAccount()
    const reader = await visitor('bob')
    await reader.signIn(await devnet.createAccount())
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
