import { HttpContextFactory } from '@adonisjs/core/factories/http'
import { test } from '@japa/runner'
import { E_ATPROTO_ACCOUNT_NOT_FOUND } from '../src/errors.js'

/** Handles the error of a posted form, and returns the names of the fields that come back. */
async function keptFields(typed: Record<string, unknown>): Promise<string[]> {
  const ctx = new HttpContextFactory().create()
  ctx.request.request.method = 'POST'
  ctx.request.request.headers.accept = 'text/html'
  ctx.request.setInitialBody(typed)
  let kept: string[] = []
  const session = { flash() {}, flashErrors() {}, flashOnly: (names: string[]) => (kept = names) }
  Object.assign(ctx, { session })

  const error = new E_ATPROTO_ACCOUNT_NOT_FOUND('No such account', { loginPath: '/login' })
  await error.handle(error, ctx)
  return kept
}

test.group('Sign-in errors', () => {
  test('flash the input, without internal form fields', async ({ assert }) => {
    const typed = { handle: 'dora.test', _csrf: 'x', _method: 'PUT' }
    assert.deepEqual(await keptFields(typed), ['handle'])
  })

  test('do not flash values that are too long for a cookie: {0}')
    .with([
      ['a long value', { handle: 'a'.repeat(501) }, 0],
      ['a long name', { ['a'.repeat(501)]: 'b' }, 0],
      ['a nested value', { handle: { a: 'b' } }, 0],
      ['many fields', Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`f${n}`, 'a'])), 10],
    ] as const)
    .run(async ({ assert }, [, typed, count]) => {
      assert.lengthOf(await keptFields(typed), count)
    })
})
