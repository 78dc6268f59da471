import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { fake, fakeServers } from '#tests/fake'
import { Visitor } from '#tests/visitor'

const { APP_URL } = process.env

const countSessions = async () => {
  const [{ count }] = await db.from('sessions').count('* as count')
  return Number(count)
}

test.group('Sessions', (group) => {
  group.each.setup(fakeServers)

  test('stay signed in when another website submits a form: {$self}')
    .with(['/theme', '/logout', '/statuses', '/login', '/no/such/page'])
    .run(async ({ assert }, action) => {
      const account = await fake().createAccount()
      const visitor = await new Visitor().signIn(account)
      const before = await countSessions()

      await visitor.submitFromAnotherSite(action, { theme: 'dark', emoji: '🚀', handle: 'a.test' })
      assert.oneOf(visitor.status, [403, 404])
      assert.equal(await countSessions(), before)

      await visitor.visit('/')
      assert.equal(visitor.text('[data-testid=me]'), account.handle)
    })

  test('stay signed in, and keep nothing, when a token is wrong', async ({ assert }) => {
    const account = await fake().createAccount()
    const visitor = await new Visitor().signIn(account)
    visitor.page.querySelector('form[action="/theme"] [name=_csrf]')!.setAttribute('value', 'x')

    await visitor.submit('/theme', { theme: 'dark' })
    assert.equal(visitor.status, 403)
    assert.isEmpty(visitor.texts('nav a'), 'offers to sign in, although the visitor is signed in')
    await visitor.visit('/')
    assert.equal(visitor.text('[data-testid=me]'), account.handle)
  })

  test('keep cookies small, whatever is typed', async ({ assert }) => {
    const visitor = await new Visitor().visit('/login')
    const before = visitor.cookieHeader.length

    await visitor.submit('/login', { handle: 'a'.repeat(5_000) })
    assert.equal(visitor.text('[data-testid=handle-error]'), 'This is too long for a handle.')
    assert.isBelow(visitor.cookieHeader.length, before + 100)

    await visitor.submit('/login', { handle: 'a'.repeat(300_000) })
    assert.equal(visitor.status, 413)
    assert.equal(visitor.text('h1'), 'Too much text')
  })

  test('refuse a large body, and set no cookie', async ({ assert }) => {
    const response = await fetch(`${APP_URL}/theme`, {
      method: 'POST',
      body: new URLSearchParams({ theme: 'x'.repeat(900_000) }),
    })
    assert.equal(response.status, 413)
    assert.isEmpty(response.headers.getSetCookie())
  })

  test('keep pages with a session out of caches: {$self}')
    .with(['/', '/login'])
    .run(async ({ assert }, path) => {
      const visitor = await new Visitor().visit(path)
      assert.equal(visitor.headers.get('cache-control'), 'private, no-store')
      assert.include(visitor.headers.get('vary')!.toLowerCase(), 'cookie')
    })

  test('write no session when a page is shown again', async ({ assert, cleanup }) => {
    const visitor = await new Visitor().visit('/')
    await visitor.visit('/')
    const statements: string[] = []
    const { client } = db.connection().getWriteClient()
    const listen = ({ sql }: { sql: string }) => statements.push(sql)
    client.on('query', listen)
    cleanup(() => client.off('query', listen))

    await visitor.visit('/')
    assert.isNotEmpty(statements)
    assert.isEmpty(statements.filter((sql) => !sql.startsWith('select')))
  })

  test('limit the sign-ins that one address may start', async ({ assert }) => {
    const visitor = await new Visitor().visit('/login')
    const cookie = visitor.cookieHeader
    const token = visitor.page.querySelector('[name=_csrf]')!.getAttribute('value')!
    const start = () =>
      fetch(`${APP_URL}/login`, {
        method: 'POST',
        headers: { cookie, 'x-forwarded-for': '203.0.113.7', 'accept': 'text/html' },
        body: new URLSearchParams({ _csrf: token, handle: ' ' }),
        redirect: 'manual',
      })

    const limit = Number(process.env.SIGN_INS_PER_MINUTE)
    for (let attempt = 0; attempt < limit; attempt += 10) {
      const responses = await Promise.all(Array.from({ length: 10 }, start))
      for (const { status } of responses) assert.equal(status, 302)
    }
    const refused = await start()
    assert.equal(refused.status, 429)
    assert.include(await refused.text(), 'Too many sign-ins')
  })
})
