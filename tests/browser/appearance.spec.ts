import { test } from '@japa/runner'
import { PHONE } from './harness/launch.js'
import { world } from './harness/world.js'

/** The minimum target size of WCAG 2.2 (2.5.8), in CSS pixels. */
const SMALLEST_TARGET = 24

test.group('On a phone', () => {
  test('fit every page into its width', async ({ assert, visitor }) => {
    const { devnet } = await world()
    const account = await devnet.createAccount({ handle: `a-rather-long-${digits(3)}` })
    const browser = await visitor('alice', PHONE)

    for (const path of ['/', '/login', '/profile/nobody']) {
      await browser.open(path)
      assert.equal(await browser.width(), PHONE.viewport.width, path)
    }

    await browser.open()
    await browser.signIn(account)
    await browser.pick('Coding')
    for (const path of ['/', `/profile/${account.handle}`]) {
      await browser.open(path)
      await browser.status(account, '🧑‍💻').waitFor()
      assert.equal(await browser.width(), PHONE.viewport.width, path)
    }
  })

  test('make every emoji large enough for a thumb', async ({ assert, signedInVisitor }) => {
    const { account, browser } = await signedInVisitor('alice', PHONE)

    const buttons = await browser.picker.getByRole('button').all()
    assert.lengthOf(buttons, 26)
    for (const button of buttons) {
      const { x, width, height } = (await button.boundingBox())!
      assert.isAtLeast(Math.min(width, height), SMALLEST_TARGET)
      assert.isAtMost(x + width, PHONE.viewport.width)
    }

    await browser.emoji('Butterfly').tap()
    await browser.pressed('Butterfly').waitFor()
    await browser.status(account, '🦋').waitFor()
  })
})

test.group('Theme', () => {
  test('follow the system: {$self}')
    .with(['light', 'dark'] as const)
    .run(async ({ assert, visitor }, colorScheme) => {
      const browser = await visitor('alice', { colorScheme })
      assert.equal(await browser.shade(), colorScheme)
    })

  test('keep the chosen theme when the system has another one', async ({ assert, visitor }) => {
    const browser = await visitor('alice', { colorScheme: 'light' })
    const choose = (name: string) =>
      browser.page.getByRole('button', { name: `Change to ${name}` }).click()

    await choose('light')
    await choose('dark')
    await browser.page.getByRole('button', { name: 'Theme: dark' }).waitFor()
    assert.equal(await browser.shade(), 'dark')

    await browser.page.reload()
    assert.equal(await browser.shade(), 'dark')

    await choose('system')
    await browser.page.getByRole('button', { name: 'Theme: system' }).waitFor()
    assert.equal(await browser.shade(), 'light')
  })
})

function digits(count: number): string {
  return String(Date.now()).slice(-count)
}
