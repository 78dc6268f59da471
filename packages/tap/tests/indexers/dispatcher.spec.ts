import { Container } from '@adonisjs/core/container'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { Dispatcher } from '../../src/indexers/dispatcher.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { Tap } from '../../src/tap.js'
import type { IdentityEvent, RecordEvent, TapEvent } from '../../src/types.js'
import { config, identityEvent, recordEvent, STATUS } from '../helpers.js'

const lexicon = l.record('tid', STATUS, l.object({ status: l.string({ maxGraphemes: 1 }) }))
const profile = l.record(
  'literal:self',
  'xyz.statusphere.profile',
  l.object({ theme: l.withDefault(l.string(), 'light') })
)

function setup() {
  const registry = new IndexerRegistry()
  const tap = new Tap(config(), registry)
  const rejected: string[] = []
  const unbound: string[] = []
  const dispatcher = new Dispatcher(registry, new Container(), {
    onRejected: (_, error) => rejected.push(error.message),
    onUnbound: (collection) => unbound.push(collection),
  })
  return { tap, dispatcher, rejected, unbound }
}

/**
 * An indexer that keeps the events it is given.
 */
function recording() {
  const seen: TapEvent[] = []
  class RecordingIndexer {
    handle(event: any) {
      seen.push(event)
    }
  }
  return { seen, load: async () => ({ default: RecordingIndexer }) }
}

test.group('Indexers', () => {
  test('call only the indexer of the collection', async ({ assert }) => {
    const { tap, dispatcher } = setup()
    const statuses = recording()
    const profiles = recording()
    const accounts = recording()
    tap.index(lexicon, statuses.load).index(profile, profiles.load).identity(accounts.load)

    const event = recordEvent()
    const identity = identityEvent()
    await dispatcher.dispatch(event)
    await dispatcher.dispatch(identity)
    assert.deepEqual(statuses.seen, [event])
    assert.deepEqual(profiles.seen, [])
    assert.deepEqual(accounts.seen, [identity])
  })

  test('accept the namespace of a generated lexicon', async ({ assert }) => {
    const { tap, dispatcher } = setup()
    const { seen, load } = recording()
    tap.index({ main: lexicon, $type: STATUS }, load)
    await dispatcher.dispatch(recordEvent())
    assert.lengthOf(seen, 1)
  })

  test('pass the record unvalidated when bound by NSID', async ({ assert }) => {
    const { tap, dispatcher } = setup()
    const { seen, load } = recording()
    tap.index(STATUS, load)
    const event = recordEvent({ record: { anything: 'goes' } })
    await dispatcher.dispatch(event)
    assert.deepEqual(seen, [event])
  })

  test('fill in the defaults of the lexicon', async ({ assert }) => {
    const { tap, dispatcher } = setup()
    const { seen, load } = recording()
    tap.index(profile, load)
    await dispatcher.dispatch(
      recordEvent({
        collection: 'xyz.statusphere.profile',
        rkey: 'self',
        record: { $type: 'xyz.statusphere.profile' },
      })
    )
    assert.deepEqual((seen[0] as any).record, { $type: 'xyz.statusphere.profile', theme: 'light' })
  })

  test('keep {what} from the indexer')
    .with([
      {
        what: 'a record that the lexicon refuses',
        values: { record: { $type: STATUS, status: 'far too long' } },
        message: 'Invalid record: grapheme too big (maximum 1, got 12) at $.status',
      },
      {
        what: 'a record of another type',
        values: { record: { $type: 'a.b.c', status: '👍' } },
        message: /^Invalid record: /,
      },
      {
        what: 'a record under a key that the lexicon refuses',
        values: { rkey: 'self' },
        message: /^Invalid record key: /,
      },
      {
        what: 'a write without its record',
        values: { action: 'update', record: undefined },
        message: 'The server could not read the record and sent none',
      },
    ])
    .run(async ({ assert }, { values, message }) => {
      const { tap, dispatcher, rejected } = setup()
      const { seen, load } = recording()
      tap.index(lexicon, load)
      await dispatcher.dispatch(recordEvent(values))
      assert.deepEqual(seen, [])
      assert.lengthOf(rejected, 1)
      if (typeof message === 'string') assert.equal(rejected[0], message)
      else assert.match(rejected[0]!, message)
    })

  test('pass a delete without a record', async ({ assert }) => {
    const { tap, dispatcher } = setup()
    const { seen, load } = recording()
    tap.index(lexicon, load)
    await dispatcher.dispatch(recordEvent({ action: 'delete', record: undefined, cid: undefined }))
    assert.equal((seen[0] as any).action, 'delete')
  })

  test('throw what the indexer throws', async ({ assert }) => {
    const { tap, dispatcher, rejected } = setup()
    class FailingIndexer {
      async handle() {
        throw new Error('The database is away')
      }
    }
    tap.index(lexicon, async () => ({ default: FailingIndexer }))
    await assert.rejects(() => dispatcher.dispatch(recordEvent()), 'The database is away')
    assert.deepEqual(rejected, [])
  })

  test('construct an indexer for each event with the container', async ({ assert }) => {
    class Feed {
      statuses: string[] = []
    }
    const built: unknown[] = []
    class StatusIndexer {
      static containerInjections = {
        _constructor: { dependencies: [Feed] },
        // The event itself comes first; its own type asks for nothing.
        handle: { dependencies: [Object, Feed] },
      }

      constructor(protected feed: Feed) {
        built.push(this)
      }

      handle(event: RecordEvent<typeof lexicon>, other: Feed) {
        if (event.action === 'delete') return
        this.feed.statuses.push(event.record.status)
        other.statuses.push(event.uri)
      }
    }
    const registry = new IndexerRegistry()
    const container = new Container()
    const feed = new Feed()
    container.bindValue(Feed, feed)
    new Tap(config(), registry).index(lexicon, async () => ({ default: StatusIndexer }))
    const dispatcher = new Dispatcher(registry, container, {
      onRejected: () => {},
      onUnbound: () => {},
    })
    const event = recordEvent()
    await dispatcher.dispatch(event)
    await dispatcher.dispatch(event)
    const { uri } = event as { uri: string }
    assert.deepEqual(feed.statuses, ['👍', uri, '👍', uri])
    assert.notEqual(built[0], built[1])
  })

  test('report a collection without an indexer once', async ({ assert }) => {
    const { dispatcher, unbound } = setup()
    await dispatcher.dispatch(recordEvent())
    await dispatcher.dispatch(recordEvent())
    await dispatcher.dispatch(recordEvent({ collection: 'a.b.c' }))
    await dispatcher.dispatch(identityEvent())
    assert.deepEqual(unbound, [STATUS, 'a.b.c'])
  })
})

test.group('Indexers | bindings', () => {
  test('refuse two indexers for one collection', ({ assert }) => {
    const { tap } = setup()
    tap.index(lexicon, recording().load)
    assert.throws(
      () => tap.index(STATUS, recording().load),
      `start/tap.ts binds two indexers to ${STATUS}. Call one from the other, or merge them`
    )
  })

  test('refuse two indexers for identity events', ({ assert }) => {
    const { tap } = setup()
    tap.identity(recording().load)
    assert.throws(
      () => tap.identity(recording().load),
      'start/tap.ts binds two indexers to identity events'
    )
  })

  test('refuse an invalid collection', ({ assert }) => {
    const { tap } = setup()
    assert.throws(
      () => tap.index('statuses', recording().load),
      `tap.index() in start/tap.ts expects the lexicon or NSID of a record, not "statuses"`
    )
  })

  test('refuse a lexicon that defines no record', ({ assert }) => {
    const { tap } = setup()
    const message =
      'tap.index() in start/tap.ts received a lexicon that does not define a record. Use the namespace of a record, or its NSID'
    assert.throws(() => tap.index(l.object({}) as any, recording().load), message)
    assert.throws(() => tap.index({} as any, recording().load), message)
    assert.throws(() => tap.index(undefined as any, recording().load), message)
  })

  test('refuse a module whose default export is not an indexer', async ({ assert }) => {
    const { tap, dispatcher } = setup()
    tap.index(lexicon, async () => ({ default: class {} }) as any)
    await assert.rejects(
      () => dispatcher.dispatch(recordEvent()),
      `The indexer that start/tap.ts binds to ${STATUS} must be a class with a "handle" method, exported as the default of its module`
    )
  })
})

test.group('Indexers | types', () => {
  test('narrow an event by its action', ({ expectTypeOf }) => {
    const read = (event: RecordEvent<typeof lexicon>) => {
      expectTypeOf(event.collection).toEqualTypeOf<'xyz.statusphere.status'>()
      if (event.action === 'delete') {
        expectTypeOf(event.record).toEqualTypeOf<undefined>()
      } else {
        expectTypeOf(event.record.status).toEqualTypeOf<string>()
        expectTypeOf(event.cid).toEqualTypeOf<string>()
      }
    }
    expectTypeOf(read).toBeFunction()
  })

  test('refuse an indexer of another lexicon', ({ expectTypeOf }) => {
    class StatusIndexer {
      async handle(_event: RecordEvent<typeof lexicon>) {}
    }
    class AccountIndexer {
      async handle(_event: IdentityEvent) {}
    }
    const bind = (tap: Tap) => {
      tap.index(lexicon, async () => ({ default: StatusIndexer }))
      tap.index({ main: lexicon }, async () => ({ default: StatusIndexer }))
      tap.identity(async () => ({ default: AccountIndexer }))
      // @ts-expect-error
      tap.index(profile, async () => ({ default: StatusIndexer }))
      // @ts-expect-error
      tap.index(lexicon, async () => ({ default: AccountIndexer }))
      // @ts-expect-error
      tap.identity(async () => ({ default: StatusIndexer }))
    }
    expectTypeOf(bind).toBeFunction()
  })
})
