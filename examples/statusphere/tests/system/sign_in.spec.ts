import { test } from '@japa/runner'
import { devnet } from '#tests/environment'
import { Visitor } from '#tests/visitor'

test.group('Sign in', () => {
  test('sign in with a handle, and sign out', async ({ assert }) => {
    const visitor = new Visitor()
    // #region sign-in
    const [alice] = devnet().accounts
    await visitor.visit('/login')
    const authorizationUrl = await visitor.submit('/login', { handle: 'alice.test' })

    const callbackUrl = await devnet().signIn(authorizationUrl!, alice)
    await visitor.visit(callbackUrl.pathname + callbackUrl.search)
    // #endregion sign-in

    assert.equal(visitor.url.pathname, '/')
    assert.equal(visitor.text('[data-testid=me]'), 'alice.test')
    assert.equal(visitor.text('h1'), 'How are you, alice.test?')

    await visitor.submit('/logout')
    assert.isUndefined(visitor.text('[data-testid=me]'))
    assert.equal(visitor.text('h1'), 'How are you? Say it with one emoji.')
  })

  test('sign up on the PDS, and return signed in', async ({ assert }) => {
    const visitor = await new Visitor().visit('/')
    const server = await visitor.submit('/signup')

    const callback = await devnet().openBrowser().signUp(server!, {
      handle: 'newcomer.test',
      email: 'newcomer@example.com',
      password: 'a-fresh-password',
    })
    await visitor.visit(callback.pathname + callback.search)
    assert.equal(visitor.text('[data-testid=me]'), 'newcomer.test')

    await visitor.post('🥳')
    assert.include(visitor.text('[data-testid=current-status]')!, 'Your status: 🥳')
  })
})
