import { test } from '@japa/runner'
import { Probes } from '../../src/pipeline/probes.js'
import { cleanup, deferred } from '../helpers.js'

function setup() {
  let round = deferred()
  const probes = new Probes(() => round.resolve())
  cleanup(() => probes.stop())
  const nextRound = async (error: Error) => {
    round = deferred()
    probes.failed(error)
    if (probes.admits || probes.admitsUntried) throw new Error('Asked before the round')
    await round.promise
  }
  /** How many repos the round asks that follows a failure with this error. */
  const countAfter = async (error: Error) => {
    await nextRound(error)
    let count = 0
    for (; probes.admitsUntried; count++) probes.begin()
    return count
  }
  return { probes, nextRound, countAfter }
}

const poison = new Error('Poison')
const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

test.group('Probes', () => {
  test('ask twice as many repos in each round while the errors could be poison', async ({
    assert,
  }) => {
    const { countAfter } = setup()
    const counts: number[] = []
    while (counts.length < 6) counts.push(await countAfter(poison))
    assert.deepEqual(counts, [2, 4, 8, 16, 32, 32])
  })

  test('ask one repo in each round while the database is away', async ({ assert }) => {
    const { countAfter } = setup()
    assert.deepEqual([await countAfter(away), await countAfter(away)], [1, 1])
    assert.deepEqual([await countAfter(poison), await countAfter(away)], [2, 1])
  })

  test('ask one repo that failed before, and go on with others although it failed again', async ({
    assert,
  }) => {
    const { probes, nextRound } = setup()
    await nextRound(poison)
    assert.isTrue(probes.admits)
    probes.begin()
    probes.failed(poison)
    assert.isFalse(probes.admits)
    assert.isTrue(probes.admitsUntried)
    probes.begin()
    assert.isFalse(probes.admitsUntried)
  })

  test('let another attempt take the place of one that said nothing', async ({ assert }) => {
    const { probes, nextRound } = setup()
    await nextRound(away)
    probes.begin()
    assert.isFalse(probes.admits)
    probes.ended()
    assert.isTrue(probes.admits)
  })

  test('start from the beginning after a recovery', async ({ assert }) => {
    const { probes, countAfter } = setup()
    await countAfter(poison)
    await countAfter(poison)
    probes.reset()
    assert.equal(await countAfter(poison), 2)
  })
})
