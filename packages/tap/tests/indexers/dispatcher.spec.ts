import { Container } from '@adonisjs/core/container'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { FRAME_LIMITS } from '../../src/frames/limits.js'
import { Dispatcher } from '../../src/indexers/dispatcher.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { Job } from '../../src/pipeline/job.js'
import type { Tap } from '../../src/tap.js'
import type { IdentityEvent, RecordEvent, TapEvent } from '../../src/types.js'
import { config, createTap, delivery, identityEvent, recordEvent, STATUS } from '../helpers.js'

const lexicon = l.record('tid', STATUS, l.object({ status: l.string({ maxGraphemes: 1 }) }))
const profile = l.record(
  'literal:self',
  'xyz.statusphere.profile',
  l.object({ theme: l.withDefault(l.string(), 'light') })
)

function setup(container: Container<any> = new Container()) {
  const registry = new IndexerRegistry()
  const tap = createTap(registry)
  const dispatcher = new Dispatcher({
    ...config(),
    registry,
    container,
    unbound: { keeps: () => true },
  })
  const dispatch = async (event: TapEvent) =>
    dispatcher.run(event, new Job(delivery(event), FRAME_LIMITS))
  return { tap, dispatch }
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
  test('call the indexer of the collection and no other', async ({ assert }) => {
    const { tap, dispatch } = setup()
    const statuses = recording()
    const profiles = recording()
    const accounts = recording()
    tap.index(lexicon, statuses.load).index(profile, profiles.load).identity(accounts.load)

    const event = recordEvent()
    const identity = identityEvent()
    await dispatch(event)
    await dispatch(identity)
    assert.deepEqual(statuses.seen, [event])
    assert.deepEqual(profiles.seen, [])
    assert.deepEqual(accounts.seen, [identity])
  })

  test('accept the namespace that the generator writes around a record', async ({ assert }) => {
    const { tap, dispatch } = setup()
    const { seen, load } = recording()
    tap.index({ main: lexicon, $type: STATUS }, load)
    await dispatch(recordEvent())
    assert.lengthOf(seen, 1)
  })

  test('leave a record unchecked when bound by an NSID', async ({ assert }) => {
    const { tap, dispatch } = setup()
    const { seen, load } = recording()
    tap.index(STATUS, load)
    const event = recordEvent({ record: { anything: 'goes' } })
    await dispatch(event)
    assert.deepEqual(seen, [event])
  })

  test('fill in the defaults of the lexicon', async ({ assert }) => {
    const { tap, dispatch } = setup()
    const { seen, load } = recording()
    tap.index(profile, load)
    await dispatch(
      recordEvent({
        collection: 'xyz.statusphere.profile',
        rkey: 'self',
        record: { $type: 'xyz.statusphere.profile' },
      })
    )
    assert.deepEqual((seen[0] as any).record, { $type: 'xyz.statusphere.profile', theme: 'light' })
  })

  test('refuse {what}')
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
      const { tap, dispatch } = setup()
      const { seen, load } = recording()
      tap.index(lexicon, load)
      const result: any = await dispatch(recordEvent(values))
      assert.deepEqual(
        seen.filter(({ action }: any) => action !== 'delete'),
        []
      )
      assert.deepInclude(result, { kind: 'refused', reason: 'invalid' })
      if (typeof message === 'string') assert.equal(result.error.message, message)
      else assert.match(result.error.message, message)
    })

  test('call the indexer with a delete, which has no record to validate', async ({ assert }) => {
    const { tap, dispatch } = setup()
    const { seen, load } = recording()
    tap.index(lexicon, load)
    await dispatch(recordEvent({ action: 'delete', record: undefined, cid: undefined }))
    assert.equal((seen[0] as any).action, 'delete')
  })

  test('return a failure when the indexer throws', async ({ assert }) => {
    const { tap, dispatch } = setup()
    class FailingIndexer {
      async handle() {
        throw new Error('The database is away')
      }
    }
    tap.index(lexicon, async () => ({ default: FailingIndexer }))
    const result: any = await dispatch(recordEvent())
    assert.equal(result.kind, 'failed')
    assert.equal(result.error.message, 'The database is away')
  })

  test('create an indexer with dependencies for each event', async ({ assert }) => {
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
    const container = new Container<any>()
    const feed = new Feed()
    container.bindValue(Feed, feed)
    const { tap, dispatch } = setup(container)
    tap.index(lexicon, async () => ({ default: StatusIndexer }))
    const event = recordEvent()
    await dispatch(event)
    await dispatch(event)
    const { uri } = event as { uri: string }
    assert.deepEqual(feed.statuses, ['👍', uri, '👍', uri])
    assert.notEqual(built[0], built[1])
  })

  test('create an indexer without dependencies once', async ({ assert }) => {
    let created = 0
    class StatusIndexer {
      calls = 0
      constructor() {
        created++
      }
      handle() {
        return ++this.calls
      }
    }
    const { tap, dispatch } = setup()
    tap.index(lexicon, async () => ({ default: StatusIndexer }))
    await dispatch(recordEvent())
    await dispatch(recordEvent())
    assert.equal(created, 1)
  })

  test('refuse an event as unbound when nothing is bound to it', async ({ assert }) => {
    const { dispatch } = setup()
    assert.deepEqual(await dispatch(recordEvent({ collection: 'a.b.c' })), {
      kind: 'refused',
      reason: 'unbound',
      error: 'No indexer is bound to a.b.c',
    })
    const identity: any = await dispatch(identityEvent())
    assert.equal(identity.error, 'No indexer is bound to identity events')
  })
})

test.group('Indexers | methods', () => {
  test('call the method of the action, and put when there is none', async ({ assert }) => {
    const calls: string[] = []
    const { tap, dispatch } = setup()
    tap.index(lexicon, {
      update: () => calls.push('update'),
      put: () => calls.push('put'),
      delete: () => calls.push('delete'),
    })
    await dispatch(recordEvent())
    await dispatch(recordEvent({ action: 'update' }))
    await dispatch(recordEvent({ action: 'delete', record: undefined, cid: undefined }))
    assert.deepEqual(calls, ['put', 'update', 'delete'])
  })

  test('call a function that takes the event', async ({ assert }) => {
    const seen: unknown[] = []
    const { tap, dispatch } = setup()
    tap.index(lexicon, (event) => void seen.push(event))
    const event = recordEvent()
    assert.deepEqual(await dispatch(event), { kind: 'done' })
    assert.deepEqual(seen, [event])
  })

  test('call invalid with a record that the lexicon rejects, and settle the event', async ({
    assert,
  }) => {
    const seen: any[] = []
    const { tap, dispatch } = setup()
    tap.index(lexicon, { handle: () => assert.fail(), invalid: (event) => seen.push(event) })
    const result = await dispatch(recordEvent({ record: { $type: STATUS, status: 'too long' } }))
    assert.deepEqual(result, { kind: 'done' })
    assert.match(seen[0].error.message, /^Invalid record: /)
    assert.equal(seen[0].record.status, 'too long')
  })

  test('handle the delete of a record that an update made invalid', async ({ assert }) => {
    const seen: any[] = []
    const { tap, dispatch } = setup()
    tap.index(lexicon, { handle: (event) => seen.push(event) })
    const record = { $type: STATUS, status: 'too long' }
    const event: any = recordEvent({ action: 'update', record })
    const result: any = await dispatch(event)
    assert.deepInclude(result, { kind: 'refused', reason: 'invalid' })
    assert.lengthOf(seen, 1)
    assert.deepInclude(seen[0], { action: 'delete', uri: event.uri, rev: event.rev })
    assert.isUndefined(seen[0].record)
    assert.deepInclude(event, { action: 'update', record })
  })

  test('throw when writes or deletes have no method', async ({ assert }) => {
    const { tap, dispatch } = setup()
    tap.index(lexicon, { put: () => {} })
    const result: any = await dispatch(recordEvent())
    assert.equal(result.error.code, 'E_TAP_INVALID_INDEXER')
  })
})

test.group('Indexers | bindings', () => {
  test('throw on two indexers for one collection', ({ assert }) => {
    const { tap } = setup()
    tap.index(lexicon, recording().load)
    assert.throws(
      () => tap.index(STATUS, recording().load),
      `start/tap.ts binds two indexers to ${STATUS}. Call one from the other, or merge them`
    )
  })

  test('throw on two indexers for identity events', ({ assert }) => {
    const { tap } = setup()
    tap.identity(recording().load)
    assert.throws(
      () => tap.identity(recording().load),
      'start/tap.ts binds two indexers to identity events'
    )
  })

  test('throw when a collection is not an NSID', ({ assert }) => {
    const { tap } = setup()
    assert.throws(
      () => tap.index('statuses', recording().load),
      `tap.index() in start/tap.ts expects the lexicon or NSID of a record, not "statuses"`
    )
  })

  test('throw on a lexicon that does not define a record', ({ assert }) => {
    const { tap } = setup()
    const message =
      'tap.index() in start/tap.ts received a lexicon that does not define a record. Use the namespace of a record, or its NSID'
    assert.throws(() => tap.index(l.object({}) as any, recording().load), message)
    assert.throws(() => tap.index({} as any, recording().load), message)
    assert.throws(() => tap.index(undefined as any, recording().load), message)
  })

  test('fail when the default export of a module is not an indexer', async ({ assert }) => {
    const { tap, dispatch } = setup()
    tap.index(lexicon, async () => ({ default: class {} }) as any)
    const result: any = await dispatch(recordEvent())
    assert.equal(
      result.error.message,
      `The indexer that start/tap.ts binds to ${STATUS} needs a "handle" or "batch" method, or "put" and "delete". Export its class as the default of its module`
    )
  })

  test('fail when a function without parameters imports nothing', async ({ assert }) => {
    const { tap, dispatch } = setup()
    tap.index(lexicon, (async () => {}) as any)
    const result: any = await dispatch(recordEvent())
    assert.equal(
      result.error.message,
      `The indexer that start/tap.ts binds to ${STATUS} must be the default export of its module, or a function that takes the event`
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
