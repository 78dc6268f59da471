import { test } from '@japa/runner'
import { backoff } from '../src/backoff.js'

test.group('Backoff', () => {
  const range = { minDelay: 100, maxDelay: 1000 }

  test('double the delay up to the maximum', ({ assert }) => {
    const waits = [1, 2, 3, 4, 5, 1000].map((attempt) => backoff(attempt, range, () => 0))
    assert.deepEqual(waits, [100, 200, 400, 800, 1000, 1000])
  })

  test('shorten a delay at random by up to half', ({ assert }) => {
    assert.equal(
      backoff(2, range, () => 0.5),
      150
    )
    assert.equal(
      backoff(2, range, () => 1),
      100
    )
    const waits = new Set(Array.from({ length: 20 }, () => backoff(5, range)))
    assert.isAbove(waits.size, 1)
  })
})
