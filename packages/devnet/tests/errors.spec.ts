import { test } from '@japa/runner'
import { errors } from '../index.js'

test.group('Errors', () => {
  test('have a code and help: {$self}')
    .with(Object.keys(errors).filter((name) => name !== 'DevnetError'))
    .run(({ assert }, name) => {
      // The arguments don't matter here. No constructor has more than five.
      const ErrorClass = errors[name as keyof typeof errors] as new (...args: any[]) => Error
      const error = new ErrorClass(new URL('http://a'), 1, 'b', 'c', 'd') as errors.DevnetError

      assert.isTrue(error instanceof errors.DevnetError)
      assert.equal(error.name, name)
      assert.match(error.code, /^E_[A-Z_]+$/)
      assert.match(error.help, /^[A-Z].{15,}$/)
    })

  test('have different codes', ({ assert }) => {
    const codes = Object.values(errors).map((ErrorClass) => ErrorClass.code)

    assert.lengthOf(new Set(codes), codes.length)
  })
})
