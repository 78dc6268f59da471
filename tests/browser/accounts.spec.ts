import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import { PHONE } from './harness/launch.js'
import { createAccount } from './harness/world.js'

test.group('Accounts', () => {
  test('switch between two accounts in the menu of one browser', async ({
    assert,
    signedInVisitor,
  }) => {
    const { account: first, browser } = await signedInVisitor('alice')
    const second = await createAccount()
    await browser.menu('Add another account')
    await browser.signIn(second)
    assert.equal(await browser.currentHandle(), second.handle)

    await browser.switchTo(first)
    await browser.pick('Ninja')
    await browser.status(first, '🥷').waitFor()

    await browser.signOut({ isLast: false })
    assert.equal(await browser.currentHandle(), second.handle)
  })

  test('sign a phone out from a laptop', async ({ assert, visitor }) => {
    const account = await createAccount()
    const laptop = await visitor('laptop')
    await laptop.signIn(account)
    const phone = await visitor('phone', PHONE)
    await phone.signIn(account)

    await laptop.menu('Where you are signed in')
    const devices = laptop.page.getByTestId('device')
    assert.equal(await devices.count(), 2)
    assert.match(await devices.first().innerText(), /on Linux\s+This browser/)
    await laptop.page.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await laptop.page.getByTestId('devices-empty').waitFor()

    await phone.open()
    await phone.handle.waitFor()
  })

  test('schedule a status in the time zone of the device, on a phone', async ({
    assert,
    signedInVisitor,
  }) => {
    const timezoneId = 'America/New_York'
    const { account, browser } = await signedInVisitor('alice', { ...PHONE, timezoneId })
    await browser.menu('Scheduled statuses')
    await browser.page.getByRole('button', { name: 'Allow it' }).click()
    await browser.pds.signIn(account.password)
    await browser.pds.allow()

    const zone = browser.page.getByLabel('Time zone')
    await eventually(async () => assert.equal(await zone.inputValue(), timezoneId))
    await browser.page.getByRole('radio', { name: 'Butterfly' }).check()
    await browser.page.getByRole('button', { name: 'Schedule', exact: true }).click()

    const row = browser.page.getByTestId('scheduled')
    await row.waitFor()
    assert.match(await row.innerText(), /^🦋\s+.* \d\d:00\s+America\/New York/)
    for (const path of ['/schedule', '/devices', '/login']) {
      await browser.open(path)
      assert.equal(await browser.width(), PHONE.viewport.width, path)
    }
  })
})
