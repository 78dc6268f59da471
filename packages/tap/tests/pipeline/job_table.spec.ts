import { test } from '@japa/runner'
import { Job } from '../../src/pipeline/job.js'
import { JobTable } from '../../src/pipeline/job_table.js'
import { config, delivery, recordEvent } from '../helpers.js'
import { kilobyte, retainedMemory } from './retained_memory.js'

const event = recordEvent()

const { limits } = config()

/** A class, because V8 may create the objects of a literal in the heap's old generation. */
class HeavyJob {
  key: string
  text = kilobyte()

  constructor(id: number) {
    this.key = String(id)
  }
}

function add(jobs: JobTable, id: string) {
  const job = new Job(delivery(event, id), limits)
  jobs.add(job)
  return job
}

test.group('Job table', () => {
  test('find the job of an id: {$self}')
    .with(['7', '16391', '1099511627783', '18446744073709551615', 'a6f1', ''])
    .run(({ assert }, id) => {
      const jobs = new JobTable()
      // All but the first have the place of another, or none.
      for (const other of ['7', '16391', '32775', '18446744073709551614', 'a6f2']) {
        if (other !== id) add(jobs, other)
      }
      const job = add(jobs, id)
      const again = delivery(event, id)
      assert.isTrue(jobs.join(again))
      assert.strictEqual(job.delivery, again)

      jobs.delete(job)
      assert.isFalse(jobs.join(delivery(event, id)))
      assert.notInclude([...jobs], job)
    })

  test('list all jobs, with and without a place', ({ assert }) => {
    const jobs = new JobTable()
    const added = ['1', '2', '16385', 'a6f1'].map((id) => add(jobs, id))
    assert.sameMembers([...jobs], added)
  })

  test('keep no job in memory that was deleted', ({ assert }) => {
    const jobs = new JobTable()
    const current: Job[] = []
    const memory = retainedMemory(20_000, (index) => {
      const job = new HeavyJob(index) as unknown as Job
      jobs.add(job)
      current.push(job)
      if (current.length > 20) jobs.delete(current.shift()!)
    })
    assert.isBelow(memory, 3_000_000)
  })

  test('keep both jobs when the ids of a source start again', ({ assert }) => {
    const jobs = new JobTable()
    const earlier = add(jobs, '1')
    const later = delivery(recordEvent({ rkey: 'other' }), '1')
    assert.isFalse(jobs.join(later))
    const job = new Job(later, limits)
    jobs.add(job)
    assert.sameMembers([...jobs], [earlier, job])

    jobs.delete(earlier)
    assert.sameMembers([...jobs], [job])
    assert.isTrue(jobs.join(delivery(later.event!, '1')))
  })
})
