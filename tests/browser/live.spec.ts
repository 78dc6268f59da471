import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { STATUS } from './harness/network.js'
import { createAccount } from './harness/world.js'

const EMOJIS = ['🚀', '🦋', '🧠', '💙', '👀']

test.group('A page that stays open', () => {
  test('show new statuses while others are posted without a pause', async ({ assert, visitor }) => {
    const account = await createAccount()
    const reader = await visitor('reader')
    await reader.isLive()
    await reader.mark()

    const shown = new Set<string>()
    for (let post = 0; post < 25 && shown.size < 2; post++) {
      const status = EMOJIS[post % EMOJIS.length]
      await account.createRecord(STATUS, { status, createdAt: new Date().toISOString() })
      await sleep(150)
      const [newest] = await reader.shownUris()
      if (newest?.includes(account.did)) shown.add(newest)
    }
    assert.isAtLeast(shown.size, 2)
    assert.isTrue(await reader.isStillMarked())
  })

  test('mark the own status that another app has posted, and let it be deleted', async ({
    assert,
    signedInVisitor,
  }) => {
    const { account, browser } = await signedInVisitor('alice')
    await browser.mark()
    await account.createRecord(STATUS, { status: '🥷', createdAt: new Date().toISOString() })

    await browser.pressed('Ninja').waitFor()
    const row = browser.status(account, '🥷')
    await row.waitFor()
    assert.isTrue(await browser.isStillMarked())

    await browser.deleteButton(row).click()
    await row.waitFor({ state: 'detached' })
    assert.equal(await browser.pressedOnes.count(), 0)
  })

  test('update the page of one account', async ({ assert, visitor }) => {
    const account = await createAccount()
    const post = (status: string) =>
      account.createRecord(STATUS, { status, createdAt: new Date().toISOString() })
    const feed = await visitor('feed')
    await post('🚀')
    await feed.status(account, '🚀').waitFor()

    await feed.open(`/profile/${account.handle}`)
    await feed.isLive()
    await feed.mark()
    await post('🦋')
    await feed.status(account, '🦋').waitFor()
    assert.equal(await feed.status(account, '🚀').count(), 1)
    assert.equal(await feed.page.getByTestId('profile-current').innerText(), '🦋')
    assert.isTrue(await feed.isStillMarked())
  })
})
