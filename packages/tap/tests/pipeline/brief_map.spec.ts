import { test } from '@japa/runner'
import { BriefMap } from '../../src/pipeline/brief_map.js'

test.group('Brief map', () => {
  test('keep what was not deleted, however many others come and go', ({ assert }) => {
    const map = new BriefMap<string, number>()
    map.set('first', -1)
    for (let number = 0; number < 10_000; number++) {
      map.set(String(number), number)
      if (number >= 100) map.delete(String(number - 100))
    }
    assert.equal(map.size, 101)
    assert.equal(map.get('first'), -1)
    assert.equal(map.get('9950'), 9950)
    assert.isUndefined(map.get('5000'))
    assert.deepEqual(
      [...map.values()],
      [-1, ...Array.from({ length: 100 }, (_, index) => 9_900 + index)]
    )
  })

  test('visit what is left while entries are deleted', ({ assert }) => {
    const map = new BriefMap<number, number>()
    for (let number = 0; number < 5_000; number++) map.set(number, number)
    const visited: number[] = []
    for (const number of map.values()) {
      visited.push(number)
      map.delete(number)
    }
    assert.lengthOf(visited, 5_000)
    assert.equal(map.size, 0)
  })

  test('ignore a key that it does not have', ({ assert }) => {
    const map = new BriefMap<string, number>()
    map.set('a', 1)
    for (let number = 0; number < 3_000; number++) map.delete(String(number))
    assert.equal(map.get('a'), 1)
    assert.equal(map.size, 1)
  })
})
