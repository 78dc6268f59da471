import { test } from '@japa/runner'
import { DoneEvents } from '../../src/pipeline/done_events.js'
import { BOB, identityEvent, recordEvent } from '../helpers.js'

test.group('Done events', () => {
  test('recognize an event by its id and content')
    .with([
      { id: '1', event: recordEvent() },
      { id: '18446744073709551615', event: recordEvent() },
      { id: 'dispatched 1', event: identityEvent() },
    ])
    .run(({ assert }, { id, event }) => {
      const done = new DoneEvents()
      assert.isFalse(done.has(id, done.fingerprint(id, event)))
      done.add(id, done.fingerprint(id, event))
      assert.isTrue(done.has(id, done.fingerprint(id, { ...event })))
      assert.isFalse(done.has('2', done.fingerprint('2', event)))
    })

  test('distinguish events of one id by their {name}')
    .with([
      { name: 'DID', other: recordEvent({ did: BOB }) },
      { name: 'rkey', other: recordEvent({ rkey: '3l3qo2vuowo2c' }) },
      { name: 'rev', other: recordEvent({ rev: '3l3qo2vutsw2c' }) },
      { name: 'action', other: recordEvent({ action: 'update' }) },
      { name: 'CID', other: recordEvent({ cid: 'bafyreia' }) },
      { name: 'kind', other: identityEvent() },
    ])
    .run(({ assert }, { other }) => {
      const done = new DoneEvents()
      done.add('1', done.fingerprint('1', recordEvent()))
      assert.isFalse(done.has('1', done.fingerprint('1', other)))
    })

  test('keep the boundaries between the parts of an event', ({ assert }) => {
    const done = new DoneEvents()
    const one = done.fingerprint('1', recordEvent({ collection: 'a.b.c', rkey: 'd' }))
    assert.notEqual(one, done.fingerprint('1', recordEvent({ collection: 'a.b.cd', rkey: '' })))
  })

  test('remember only the last ones', ({ assert }) => {
    const done = new DoneEvents(1_000)
    for (let id = 1; id <= 1_500; id++) {
      done.add(String(id), done.fingerprint(String(id), recordEvent({ rkey: `r${id}` })))
    }
    const knows = (id: number) =>
      done.has(String(id), done.fingerprint(String(id), recordEvent({ rkey: `r${id}` })))
    const ids = Array.from({ length: 1_500 }, (_, index) => index + 1)
    assert.deepEqual(
      ids.filter(knows),
      ids.filter((id) => id > 500)
    )
  })

  test('give ten thousand events ten thousand fingerprints', ({ assert }) => {
    const done = new DoneEvents()
    const prints = Array.from({ length: 10_000 }, (_, index) =>
      done.fingerprint('1', recordEvent({ rkey: `r${index}` }))
    )
    assert.equal(new Set(prints).size, prints.length)
  })
})
