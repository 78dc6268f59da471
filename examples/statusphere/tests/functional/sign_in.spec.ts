import { test } from '@japa/runner'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

test.group('Sign in', (group) => {
  group.each.setup(fakeServers)

  test('accept a handle with pasted characters around it: {$self}')
    .with(['@alice.test', '  ALICE.test ', '\u202Aalice.test\u202C'])
    .run(async ({ assert }, handle) => {
      const alice = await fake().createAccount({ handle: 'alice.test' })
      const visitor = await new Visitor().visit('/')
      const server = await visitor.submit('/login', { handle })
      assert.equal(server?.origin, alice.server)
    })

  test('stay signed in in one browser when another signs out', async ({ assert }) => {
    const alice = await fake().createAccount({ handle: 'alice.test' })
    const laptop = await new Visitor().signIn(alice)
    const phone = await new Visitor().signIn(alice)

    await laptop.submit('/logout')
    await phone.post('🦋')
    assert.equal(phone.text('[data-testid=me]'), 'alice.test')
    assert.isUndefined(phone.text('[data-testid=emoji-error]'))
  })

  test('show an error next to the field when the handle does not exist', async ({ assert }) => {
    const visitor = await new Visitor().visit('/')
    await visitor.submit('/login', { handle: 'nobody-here.test' })

    assert.equal(visitor.url.pathname, '/login')
    assert.equal(
      visitor.text('[data-testid=handle-error]'),
      'No account found for "nobody-here.test". Check the spelling and enter the full handle, like alice.example.com'
    )
    assert.equal(visitor.page.querySelector('#handle')?.getAttribute('value'), 'nobody-here.test')
  })

  test('show an error next to the field when the handle is not valid', async ({ assert }) => {
    const visitor = await new Visitor().visit('/login')
    await visitor.submit('/login', { handle: 'what is a handle?' })
    assert.equal(
      visitor.text('[data-testid=handle-error]'),
      'This is not a valid handle. Handles look like alice.bsky.social.'
    )

    await visitor.submit('/login', { handle: ' ' })
    assert.equal(
      visitor.text('[data-testid=handle-error]'),
      'Enter your handle, for example alice.bsky.social.'
    )
  })

  test('show an error on the sign-in form when access was denied', async ({ assert }) => {
    const alice = await fake().createAccount({ handle: 'alice.test' })
    const visitor = await new Visitor().signIn(alice, { consent: false })

    assert.equal(visitor.url.pathname, '/login')
    assert.match(visitor.text('[data-testid=handle-error]')!, /did not give this app access/)
    assert.isUndefined(visitor.text('[data-testid=me]'))
  })

  test('refuse a callback from another browser', async ({ assert }) => {
    const alice = await fake().createAccount({ handle: 'alice.test' })
    const victim = await new Visitor().visit('/login')
    const attacker = await new Visitor().visit('/login')

    const server = await attacker.submit('/login', { handle: alice.handle })
    const callback = await fake().signIn(server!, alice)
    await victim.visit(callback.pathname + callback.search)

    assert.isUndefined(victim.text('[data-testid=me]'))
    assert.isDefined(victim.text('[data-testid=handle-error]'))
  })

  test('show an error when the CSRF token has expired', async ({ assert }) => {
    const alice = await fake().createAccount({ handle: 'alice.test' })
    const visitor = await new Visitor().visit('/')
    visitor.jar.removeAllCookiesSync()

    await visitor.submit('/login', { handle: 'alice.test' })
    assert.equal(visitor.status, 403)
    assert.equal(visitor.text('h1'), 'This page has expired')

    await visitor.visit('/login')
    assert.isUndefined(visitor.text('[data-testid=handle-error]'))
    const server = await visitor.submit('/login', { handle: 'alice.test' })
    assert.equal(server?.origin, alice.server)
  })
})
