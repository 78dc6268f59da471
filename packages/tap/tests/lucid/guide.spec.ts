import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { onEachDatabase, type TestDatabase } from '@tests/support/databases'
import { createDeadLetter } from '../../src/dead_letters/create_dead_letter.js'
import { LucidDeadLetterStore } from '../../src/dead_letters/lucid/store.js'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { parseFrame } from '../../src/frames/parse_frame.js'
import { writeFrame } from '../../src/frames/write_frame.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { deadLetterColumns } from '../../src/lucid/main.js'
import { tapEvents } from '../../src/testing/main.js'
import type { TapEvent } from '../../src/types.js'
import { createListener, STATUS } from '../helpers.js'
import { loadGuideFiles } from './guide_files.js'
import { connect } from './helpers.js'

const LETTER = { reason: 'failed', error: 'NUL', attempts: 1, firstSeenAt: 1, parkedAt: 1 } as const

const lexicon = l.record('tid', STATUS, l.object({ status: l.string({ maxLength: 32 }) }))

const { CreateStatuses, Status, StatusIndexer, AccountIndexer } = await loadGuideFiles()

/** Makes the database refuse one value. */
const REFUSE = {
  sqlite: `create trigger refused before insert on statuses when new.emoji = 'refused'
    begin select raise(abort, 'refused'); end`,
  postgres: `alter table statuses add constraint refused check (emoji <> 'refused')`,
  mysql: `alter table statuses add constraint refused check (emoji <> 'refused')`,
}

async function setup(database: TestDatabase, Indexer = StatusIndexer) {
  const db = connect(await database.create())
  const migrate = () => new CreateStatuses(db.connection(), 'create_statuses', false).execUp()
  await migrate()
  const registry = new IndexerRegistry()
  registry.index(lexicon, async () => ({ default: Indexer }))
  registry.identity(async () => ({ default: AccountIndexer }))
  const deadLetters = new MemoryDeadLetterStore()
  const { listener } = createListener(registry, { deadLetters, attempts: 1 })
  const dispatch = (...events: TapEvent[]) =>
    Promise.all(events.map((event) => listener.dispatch(event)))
  const emojis = async () => {
    const rows = await Status.query().orderBy('rev')
    return rows.map((row) => row.$attributes.emoji)
  }
  return { db, migrate, dispatch, emojis, deadLetters }
}

const create = (status: string, options = {}) => tapEvents.create(lexicon, { status }, options)

onEachDatabase('The pattern of the guide', (database) => {
  test('index a batch, whatever comes late, twice or out of order', async ({ assert }) => {
    const { dispatch, emojis } = await setup(database)
    const created = Array.from({ length: 50 }, (_, index) => create(`${index}`, { live: false }))
    const updated = created.map((event) => tapEvents.update(event, { status: '💙' }))
    const deleted = created.slice(25).map((event) => tapEvents.delete(event))
    await dispatch(...(deleted as TapEvent[]), ...(created as TapEvent[]))
    await dispatch(...(updated as TapEvent[]), ...(created as TapEvent[]))
    assert.deepEqual(await emojis(), Array(25).fill('💙'))
  })

  test('store a dead letter of the failing event of a batch, and write the others', async ({
    assert,
  }) => {
    const { db, dispatch, emojis, deadLetters } = await setup(database)
    await db.rawQuery(REFUSE[database.dialect])
    const bad = create('refused', { live: false })
    const good = Array.from({ length: 9 }, () => create('👍', { live: false }))
    const events = [...good.slice(0, 4), bad, ...good.slice(4)] as TapEvent[]
    const outcomes = await dispatch(...events)
    assert.equal(outcomes[4], 'parked')
    assert.lengthOf(await emojis(), 9)
    assert.lengthOf(await deadLetters.list({}, { limit: 10 }), 1)
  })

  test('wait for a migration without storing dead letters', async ({ assert }) => {
    let attempts = 0
    class EarlyIndexer extends StatusIndexer {
      async batch(events: object[]) {
        if (++attempts === 3) await migrate()
        await super.batch(events)
      }
    }
    const { db, migrate, dispatch, emojis } = await setup(database, EarlyIndexer)
    await db.connection().schema.dropTable('statuses')
    assert.deepEqual(await dispatch(create('👍') as TapEvent), ['done'])
    assert.deepEqual([attempts, await emojis()], [3, ['👍']])
  })

  test('continue after a NUL, which PostgreSQL rejects', async ({ assert }) => {
    const { db, dispatch, emojis } = await setup(database)
    const nul = create('a\0b', { live: false })
    const outcomes = await dispatch(
      create('1') as TapEvent,
      nul as TapEvent,
      create('2') as TapEvent
    )
    const isRefused = database.dialect === 'postgres'
    assert.deepEqual(outcomes, ['done', isRefused ? 'parked' : 'done', 'done'])
    assert.sameMembers(await emojis(), isRefused ? ['1', '2'] : ['1', 'a\0b', '2'])

    const store = new LucidDeadLetterStore(() => db.connection())
    await db.connection().schema.createTable('atproto_tap_dead_letters', deadLetterColumns)
    await store.put([createDeadLetter({ ...LETTER, frame: writeFrame('1', nul as TapEvent) })])
    const [letter] = await store.read({}, { limit: 1, maxBytes: 1e6 })
    assert.deepInclude(parseFrame(letter!.frame!), { uri: nul.uri, record: nul.record })
  })

  test('remove the row of a record that an update made invalid', async ({ assert }) => {
    const { dispatch, emojis, deadLetters } = await setup(database)
    const event = create('👍')
    await dispatch(event as TapEvent)
    const invalid = tapEvents.update(event, { status: 'x'.repeat(33) })
    assert.deepEqual(await dispatch(invalid as TapEvent), ['parked'])
    assert.isEmpty(await emojis())
    const [letter] = await deadLetters.list({}, { limit: 1 })
    assert.equal(letter!.reason, 'invalid')
  })

  test('remove what a deleted account wrote, and let it return', async ({ assert }) => {
    const { dispatch, emojis } = await setup(database)
    const event = create('👍')
    const { did } = event
    await dispatch(event as TapEvent)
    await dispatch(tapEvents.identity({ did, status: 'deleted' }))
    await dispatch(
      event as TapEvent,
      tapEvents.update(event, { status: 'late' }, { rev: event.rev }) as TapEvent
    )
    assert.isEmpty(await emojis())
    await dispatch(create('💙', { did, rev: '3zzzzzzzzzzzz' }) as TapEvent)
    assert.deepEqual(await emojis(), ['💙'])
  })
})
