import { test } from '@japa/runner'
import { Lane, type Member } from '../../src/pipeline/lane.js'

const createJob = (): Member => ({
  state: 'waiting',
  isBarrier: false,
  isDeletion: false,
  head: { type: 'record' },
  perRepo: 8,
})

/** A lane whose only job failed, and is due again. */
function laneWithDueJob() {
  const lane = new Lane('did:web:repo.test')
  const job = createJob()
  lane.add(job)
  lane.begin(lane.peek()!)
  lane.rest(job)
  lane.again(job)
  return { lane, job }
}

test.group('Lane', () => {
  test('start another attempt when it is due', ({ assert }) => {
    const { lane, job } = laneWithDueJob()
    assert.strictEqual(lane.peek(), job)
  })

  test('start no attempt of an event that was parked after it became due', ({ assert }) => {
    const { lane, job } = laneWithDueJob()
    lane.park(job)
    assert.isUndefined(lane.peek())

    lane.settle(job)
    assert.isTrue(lane.isEmpty)
  })

  test('start no attempt of an event that was given up after it became due', ({ assert }) => {
    const { lane, job } = laneWithDueJob()
    const next = createJob()
    lane.add(next)
    assert.deepEqual(lane.abandon(), [job, next])
    assert.isUndefined(lane.peek())
    assert.isTrue(lane.isEmpty)
  })

  test('let a deletion overtake, and start nothing that it made pointless', ({ assert }) => {
    const { lane, job } = laneWithDueJob()
    const deletion = { ...createJob(), isBarrier: true, isDeletion: true }
    assert.deepEqual(lane.overtake(deletion), [job])
    lane.begin(lane.peek()!)
    lane.settle(deletion)
    assert.isUndefined(lane.peek())
    assert.isTrue(lane.isEmpty)
  })
})
