import { test } from '@japa/runner'
import type { Job } from '../../src/pipeline/job.js'
import type { Lane } from '../../src/pipeline/lane.js'
import { LaneTable } from '../../src/pipeline/lane_table.js'
import { kilobyte, retainedMemory } from './retained_memory.js'

const NO_HEAD = {}

/** A class, because V8 may create the objects of a literal in the heap's old generation. */
class HeavyJob {
  head = NO_HEAD
  state = 'waiting'
  perRepo = 1
  text = kilobyte()
}

/** A lane with an event that waits, or that made room for others because it failed. */
function occupy(lanes: LaneTable, did: string) {
  const lane = lanes.of(did)
  lane.add(new HeavyJob() as unknown as Job)
  return lane
}

function handle(lane: Lane<Job>) {
  const job = lane.peek()!
  lane.begin(job)
  lane.settle(job)
}

function giveUp(lanes: LaneTable, did: string, failingSince: number) {
  const lane = occupy(lanes, did)
  lane.failingSince = failingSince
  lane.shed()
}

test.group('Lane table', () => {
  test('keep the lanes with events, however many others come and go', ({ assert }) => {
    const lanes = new LaneTable()
    const busy = Array.from({ length: 1_500 }, (_, index) => occupy(lanes, `did:web:busy${index}`))
    for (let index = 0; index < 10_000; index++) lanes.of(`did:web:other${index}`)
    for (const lane of busy) assert.strictEqual(lanes.of(lane.did), lane)
    assert.equal(lanes.size, 1_500)
  })

  test('remember since when a repo has failed whose events were given up', ({ assert }) => {
    const lanes = new LaneTable()
    giveUp(lanes, 'did:web:failing', 7)
    for (let index = 0; index < 10_000; index++) lanes.of(`did:web:other${index}`)
    const lane = lanes.of('did:web:failing')
    assert.equal(lane.failingSince, 7)
    assert.isFalse(lane.isIncomplete)
  })

  test('forget that a repo failed once its events were handled', ({ assert }) => {
    const lanes = new LaneTable()
    giveUp(lanes, 'did:web:repo', 7)
    lanes.of('did:web:repo')
    assert.isUndefined(lanes.of('did:web:repo').failingSince)
  })

  test('keep no event in memory, and no frame that a DID was read from', ({ assert }) => {
    const lanes = new LaneTable()
    const busy: Lane<Job>[] = []
    const memory = retainedMemory(20_000, (index) => {
      const frame = `${kilobyte().repeat(5)}did:web:repo${index}.test`
      busy.push(occupy(lanes, frame.slice(5_000)))
      if (busy.length > 20) handle(busy.shift()!)
    })
    assert.isBelow(memory, 3_000_000)
  })

  test('remember the last 10,000 failing repos', ({ assert }) => {
    const lanes = new LaneTable()
    for (let index = 0; index < 30_000; index++) giveUp(lanes, `did:web:failing${index}`, 7)
    for (let index = 0; index < 30_000; index++) lanes.of(`did:web:other${index}`)
    assert.isUndefined(lanes.of('did:web:failing19999').failingSince)
    assert.equal(lanes.of('did:web:failing20000').failingSince, 7)
    assert.equal(lanes.of('did:web:failing29999').failingSince, 7)
  })
})
