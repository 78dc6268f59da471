import { test } from '@japa/runner'
import AtprotoPrune from '../commands/atproto_prune.js'
import { BackgroundWork } from '../src/background_work.js'
import { SweepSchedule } from '../src/grants/sweep_schedule.js'
import { createApp } from './helpers.js'
import { runCommand } from './run_command.js'

const HOUR = 60 * 60 * 1000
const WEEK = 7 * 24 * HOUR

test.group('Prune', () => {
  test('end the grants that nobody can use any more, and keep the others', async ({ assert }) => {
    // More than the command reads at a time.
    const count = 120
    const { app, oauth, createGrant } = await createApp()
    const lastUsedAt = Date.now() - 3 * HOUR
    for (let n = 0; n < count; n++) await createGrant({ lastUsedAt })
    await createGrant({ updatedAt: Date.now() - 27 * WEEK })
    const kept = [
      await createGrant(),
      await createGrant({ lastUsedAt, isBackground: true, sessionId: null }),
    ]
    const { grants, states } = oauth.config.stores
    const state = { data: '', browser: '', address: null }
    await states.create({ ...state, id: 'expired', expiresAt: Date.now() - 1 })
    await states.create({ ...state, id: 'pending', expiresAt: Date.now() + HOUR })
    const ended: string[] = []
    const emitter = await app.container.make('emitter')
    emitter.on('atproto:signed_out', ({ grantId }) => void ended.push(grantId))

    const { logs, exitCode } = await runCommand(app, AtprotoPrune)
    assert.equal(exitCode, 0)
    assert.include(
      logs[0],
      'Ended 120 sessions that were not used, deleted 1 that no server accepts any more, and 1 sign-ins that were not completed'
    )
    const { rows } = await grants.findByDid(kept[0].did)
    assert.sameMembers(
      rows.map(({ id }) => id),
      kept.map(({ id }) => id)
    )
    assert.lengthOf(ended, count)
    assert.isNull(await states.find('expired'))
    assert.isNotNull(await states.find('pending'))
    assert.deepEqual(await oauth.prune(), { idle: 0, stale: 0, signIns: 0 })
  })

  test('stop when a store keeps finding rows that it does not delete', async ({ assert }) => {
    const { oauth, createGrant } = await createApp()
    const row = await createGrant()
    const { grants } = oauth.config.stores
    grants.findIdle = async (_, limit) => Array.from({ length: limit }, () => row)
    grants.delete = async () => false
    assert.equal((await oauth.prune()).idle, 0)
  })

  test('sweep once an hour while the app is used', ({ assert }) => {
    let now = 0
    let sweeps = 0
    const sweep = { inBackground: async () => void sweeps++ }
    const schedule = new SweepSchedule({ sweep, background: new BackgroundWork(), now: () => now })
    const tickAt = (minutes: number) => {
      now = minutes * 60_000
      schedule.tick()
      return sweeps
    }

    assert.equal(tickAt(0), 0)
    assert.equal(tickAt(4), 0)
    assert.equal(tickAt(16), 1)
    assert.equal(tickAt(17), 1)
    assert.equal(tickAt(75), 1)
    assert.equal(tickAt(77), 2)
  })

  test('sweep when a signed-in browser is found', async ({ assert }) => {
    const { oauth, createGrant } = await createApp()
    const idle = await createGrant({ lastUsedAt: Date.now() - 3 * HOUR })
    const { now } = performance
    performance.now = () => now.call(performance) + HOUR
    try {
      await oauth.find('unknown')
    } finally {
      performance.now = now
    }
    await oauth.settle()
    assert.isNull(await oauth.config.stores.grants.find(idle.id))
  })
})
