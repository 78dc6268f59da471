import { test } from '@japa/runner'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const STRANGE = '<b>Your bank</b>/1.0 (call 555 123)'

const DAY = 24 * 60 * 60 * 1000

test.group('Where an account is signed in', (group) => {
  group.each.setup(fakeServers)

  const devices = (visitor: Visitor) =>
    visitor.texts('[data-testid=device]').map((text) => text.replace(/\s+/g, ' ').trim())
  const endForm = (visitor: Visitor, name: string) =>
    visitor.page
      .querySelectorAll('[data-testid=device]')
      .find((row) => row.textContent.includes(name))!
      .querySelector('form')!

  test('list every session by the name of its browser, and mark this one', async ({ assert }) => {
    const account = await fake().createAccount()
    const ago = Date.now() - 3 * DAY
    await account.createGrant({ userAgent: SAFARI, createdAt: ago, lastUsedAt: ago + DAY })
    await account.createGrant({ userAgent: STRANGE, createdAt: ago, lastUsedAt: ago })
    const visitor = await new Visitor(FIREFOX).signIn(account)

    await visitor.visit('/devices')
    assert.deepEqual(devices(visitor), [
      '💻 Firefox on Linux This browser Signed in now Last used now Sign out Firefox on Linux',
      '📱 Safari on iOS Signed in 3 d Last used 2 d Sign out Safari on iOS',
      '💻 Unknown browser Signed in 3 d Last used 3 d Sign out Unknown browser',
    ])
  })

  test('end one session, and no other', async ({ assert }) => {
    const account = await fake().createAccount()
    const laptop = await new Visitor(FIREFOX).signIn(account)
    const phone = await new Visitor(SAFARI).signIn(account)

    await laptop.visit('/devices')
    await laptop.submitForm(endForm(laptop, 'Safari'))
    assert.equal(laptop.url.pathname, '/devices')
    assert.lengthOf(devices(laptop), 1)
    assert.equal(laptop.text('[data-testid=devices-empty]'), 'You are not signed in anywhere else.')
    assert.isUndefined((await phone.visit('/')).text('[data-testid=me]'))
  })

  test('end all others', async ({ assert }) => {
    const account = await fake().createAccount()
    const phone = await new Visitor(SAFARI).signIn(account)
    await account.createGrant({ background: true })
    const laptop = await new Visitor(FIREFOX).signIn(account)

    await laptop.visit('/devices')
    await laptop.submit('/devices?_method=DELETE')
    assert.lengthOf(devices(laptop), 1)
    assert.equal(laptop.text('[data-testid=me]'), account.handle)
    assert.isUndefined((await phone.visit('/')).text('[data-testid=me]'))
  })

  test('end this session, and sign this browser out', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor(FIREFOX).signIn(account)
    await visitor.visit('/devices')
    await visitor.submitForm(endForm(visitor, 'Firefox'))
    assert.equal(visitor.url.pathname, '/login')
    assert.isUndefined(visitor.text('[data-testid=me]'))
  })

  test('keep the sessions of other accounts', async ({ assert }) => {
    const victim = await fake().createAccount()
    const { grantId } = await victim.createGrant()
    const visitor = await new Visitor(FIREFOX).signIn(await fake().createAccount())
    await visitor.visit('/devices')

    const form = endForm(visitor, 'Firefox')
    form.setAttribute('action', `/devices/${grantId}?_method=DELETE`)
    await visitor.submitForm(form)
    assert.equal(visitor.url.pathname, '/devices')
    assert.isNotNull(await victim.user())
    assert.equal((await victim.user()).grantId, grantId)
  })
})
