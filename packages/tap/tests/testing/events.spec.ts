import { l } from '@atproto/lex'
import { isValidDid, isValidTid } from '@atproto/syntax'
import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { parseFrame } from '../../src/frames/parse_frame.js'
import { writeFrame } from '../../src/frames/write_frame.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { tapEvents } from '../../src/testing/main.js'
import type { TapEvent } from '../../src/types.js'
import { ALICE, startListener, startNetwork, STATUS, status } from '../helpers.js'

const lexicon = l.record(
  'tid',
  STATUS,
  l.object({ status: l.string(), createdAt: l.string({ format: 'datetime' }) })
)
const createdAt = '2026-11-25T10:00:00.000Z'

test.group('tapEvents', () => {
  test('create newer and newer events of one record: create, update and delete', ({ assert }) => {
    const created = tapEvents.create(lexicon, { status: '👍', createdAt })
    const updated = tapEvents.update(created, { status: '💙', createdAt })
    const deleted = tapEvents.delete(updated)
    assert.equal(created.uri, `at://${created.did}/${STATUS}/${created.rkey}`)
    assert.deepEqual(created.record, { $type: STATUS, status: '👍', createdAt } as never)
    assert.deepEqual(
      [created, updated, deleted].map(({ uri, action }) => [uri, action]),
      ['create', 'update', 'delete'].map((action) => [created.uri, action])
    )
    assert.isTrue(created.rev < updated.rev && updated.rev < deleted.rev)
    assert.notEqual(created.cid, updated.cid)
    assert.isTrue(isValidDid(created.did) && isValidTid(created.rkey) && isValidTid(created.rev))
  })

  test('use the values that the test sets', ({ assert }) => {
    const options = { did: ALICE, rkey: 'self', rev: '3l3qo2vutsw2b', live: false }
    assert.containSubset(tapEvents.create(STATUS, {}, options), options)
    assert.containSubset(tapEvents.delete(STATUS, options), options)
    const identity = tapEvents.identity({ did: ALICE, status: 'takendown' })
    assert.containSubset(identity, { did: ALICE, isActive: false, handle: 'handle.invalid' })
  })

  test('create events that the pipeline parses without a change', ({ assert }) => {
    const created = tapEvents.create(lexicon, { status: '👍', createdAt })
    for (const event of [created, tapEvents.delete(created), tapEvents.identity()]) {
      const read = parseFrame(writeFrame('1', event as TapEvent))
      assert.deepEqual(JSON.parse(JSON.stringify(read)), event as never)
    }
  })

  test('have the type of their lexicon', ({ expectTypeOf }) => {
    const created = tapEvents.create(lexicon, { status: '👍', createdAt })
    expectTypeOf(created.action).toEqualTypeOf<'create'>()
    expectTypeOf(created.record.status).toEqualTypeOf<string>()
    expectTypeOf(created.collection).toEqualTypeOf<'xyz.statusphere.status'>()
    // @ts-expect-error The record has no such field
    void (() => tapEvents.create(lexicon, { text: 'x' }))
  })

  test('equal the events of a Tap server', async ({ assert }) => {
    const network = await startNetwork()
    const { url, adminPassword } = network.tap
    const registry = new IndexerRegistry()
    const seen: TapEvent[] = []
    const note = async (event: TapEvent) => void seen.push(event)
    registry.index(STATUS, note)
    registry.identity(note)
    const { listener } = await startListener(registry, { url, adminPassword })
    const [alice] = network.accounts
    const { uri } = await alice!.createRecord(STATUS, status('👍'))
    const isSeen = (action: string) =>
      seen.some((event) => event.type === 'record' && event.action === action)
    await until(() => isSeen('create'))
    await alice!.deleteRecord(STATUS, uri.split('/').at(-1)!)
    await until(() => isSeen('delete'))

    const sent = seen.splice(0)
    const created = tapEvents.create(lexicon, { status: '👍', createdAt })
    for (const event of [tapEvents.identity(), created, tapEvents.delete(created)]) {
      await listener.dispatch(event as TapEvent)
    }
    const shapeOf = (event: TapEvent) =>
      Object.entries(event).map(([key, value]) => `${key}: ${typeof value}`)
    const nameOf = (event: TapEvent) => (event.type === 'record' ? event.action : event.type)
    for (const event of seen) {
      const real = sent.find((other) => nameOf(other) === nameOf(event))
      assert.sameMembers(shapeOf(event), shapeOf(real!))
      assert.equal(event.constructor, real!.constructor)
    }
  }).timeout(60_000)
})
