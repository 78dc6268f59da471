import { test } from '@japa/runner'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

test.group('Several accounts in one browser', (group) => {
  group.each.setup(fakeServers)

  const switchForms = (visitor: Visitor) => visitor.page.querySelectorAll('form[action="/account"]')

  test('add an account, switch to the other, and post with it', async ({ assert }) => {
    const alice = await fake().createAccount({ handle: 'alice-one.test' })
    const bob = await fake().createAccount({ handle: 'bob-one.test' })
    const visitor = await new Visitor().signIn(alice)
    assert.isEmpty(switchForms(visitor))

    await visitor.visit('/login')
    assert.equal(visitor.text('h1'), 'Add an account')
    assert.include(visitor.text('.lead')!, 'You stay signed in as alice-one.test')
    await visitor.signIn(bob)
    assert.equal(visitor.text('[data-testid=me]'), 'bob-one.test')
    assert.deepEqual(visitor.texts('[data-testid=switch-to] bdi'), ['alice-one.test'])

    await visitor.submit('/account')
    assert.equal(visitor.text('[data-testid=me]'), 'alice-one.test')
    await visitor.post('🚀')
    assert.lengthOf(await alice.listRecords('xyz.statusphere.status'), 1)
    assert.isEmpty(await bob.listRecords('xyz.statusphere.status'))
  })

  test('sign out of one account, and of all', async ({ assert }) => {
    const alice = await fake().createAccount()
    const bob = await fake().createAccount()
    const visitor = await new Visitor().signIn(alice)
    await visitor.signIn(bob)

    await visitor.submit('/logout')
    assert.equal(visitor.text('[data-testid=me]'), alice.handle)
    assert.isEmpty(switchForms(visitor))

    await visitor.signIn(bob)
    const all = visitor.page.querySelectorAll('form[action="/logout"]').at(-1)!
    assert.equal(all.querySelector('button')!.textContent, 'Sign out of all accounts')
    await visitor.submitForm(all)
    assert.isUndefined(visitor.text('[data-testid=me]'))
    assert.isUndefined((await visitor.visit('/')).text('[data-testid=me]'))
  })

  test('ask for a sign-in when the other account has been signed out elsewhere', async ({
    assert,
  }) => {
    const alice = await fake().createAccount()
    const bob = await fake().createAccount()
    const visitor = await new Visitor().signIn(alice)
    await visitor.signIn(bob)
    const tab = await visitor.otherTab()
    await tab.submit('/account')
    await tab.submit('/logout')

    await visitor.submit('/account')
    assert.equal(visitor.url.pathname, '/login')
    assert.equal(
      visitor.text('[data-testid=handle-error]'),
      'This browser is no longer signed in with that account.'
    )
    assert.equal(visitor.text('[data-testid=me]'), bob.handle)
  })

  test('show a failed sign-in of a second account, and stay signed in', async ({ assert }) => {
    const alice = await fake().createAccount()
    const bob = await fake().createAccount()
    const visitor = await new Visitor().signIn(alice)
    await visitor.signIn(bob, { consent: false })

    assert.equal(visitor.url.pathname, '/login')
    assert.match(visitor.text('[data-testid=handle-error]')!, /did not give this app access/)
    assert.equal(visitor.text('[data-testid=me]'), alice.handle)
  })

  test('return to the page that required a sign-in', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().visit('/devices')
    assert.equal(visitor.url.pathname, '/login')
    await visitor.signIn(account)
    assert.equal(visitor.url.pathname, '/devices')
  })
})
