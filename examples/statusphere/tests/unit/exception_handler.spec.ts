import { Exception } from '@adonisjs/core/exceptions'
import { HttpContextFactory } from '@adonisjs/core/factories/http'
import { test } from '@japa/runner'
import { errors } from 'adonisjs-atproto-oauth'
import HttpExceptionHandler from '#exceptions/handler'

/** Reports an error, and returns what is logged. */
async function logged(error: Error) {
  const ctx = new HttpContextFactory().create()
  const lines: { level: string; object: object }[] = []
  const logger = { log: (level: string, object: object) => lines.push({ level, object }) }
  Object.assign(ctx, { logger })
  await new HttpExceptionHandler().report(error, ctx)
  return lines
}

test.group('Exception handler', () => {
  test('log one line when a server that a stranger named is down', async ({ assert }) => {
    const [line] = await logged(new errors.E_ATPROTO_SERVER_UNREACHABLE('It is down'))
    assert.equal(line.level, 'info')
    assert.notProperty(line.object, 'err')
  })

  test('log one line for a mistake of a stranger: {$self}')
    .with([403, 404, 413])
    .run(async ({ assert }, status) => {
      for (const { level, object } of await logged(new Exception('No', { status }))) {
        assert.equal(level, 'info')
        assert.notProperty(object, 'err')
      }
    })

  test('log an error of this app with its stack', async ({ assert }) => {
    const error = new Error('A bug')
    const [line] = await logged(error)
    assert.equal(line.level, 'error')
    assert.propertyVal(line.object, 'err', error)
  })
})
