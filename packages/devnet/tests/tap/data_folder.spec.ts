import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { takePort } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import Sqlite from 'better-sqlite3'
import { startTap } from '../../src/tap/start_tap.js'
import { Store } from '../../src/tap/storage/store.js'

const URLS = { pdsUrl: 'http://127.0.0.1:1', plcUrl: 'http://127.0.0.1:1' }
const DID = 'did:plc:alice'

function add(store: Store): number {
  return store.outbox.add(DID, true, (id) => `event ${id}`).id
}

test.group('Tap | data folder', () => {
  test('continue the event ids, or start at 1 when no event is left', async (context) => {
    const dataDir = await tempFolder()
    const first = new Store(dataDir)
    context.assert.deepEqual([add(first), add(first)], [1, 2])
    first.close()

    const second = new Store(dataDir)
    context.assert.deepEqual(
      second.outbox.all().map((event) => event.data),
      ['event 1', 'event 2']
    )
    context.assert.equal(add(second), 4)
    second.outbox.delete([1, 2, 4])
    second.close()

    const third = new Store(dataDir)
    context.assert.equal(add(third), 1)
    third.close()
  })

  test('roll back a change that fails', async (context) => {
    const store = new Store(undefined)

    context.assert.throws(() =>
      store.transaction(() => {
        store.repos.add(DID)
        add(store)
        throw new Error('half-way')
      })
    )

    context.assert.deepEqual([store.repos.count(), store.outbox.count()], [0, 0])
    store.close()
  })

  test('restart a backfill that was interrupted', async (context) => {
    const dataDir = await tempFolder()
    const first = new Store(dataDir)
    first.repos.add(DID)
    context.assert.equal(first.repos.claim(0)?.state, 'resyncing')
    context.assert.isUndefined(first.repos.claim(0))
    first.close()

    const second = new Store(dataDir)
    context.assert.equal(second.repos.find(DID)?.state, 'desynchronized')
    second.close()
  })

  test('refuse a second Tap on the folder', async (context) => {
    const dataDir = await tempFolder()
    await using tap = await startTap({ ...URLS, dataDir })

    await context.assert.rejects(
      () => startTap({ ...URLS, dataDir }),
      `The data folder ${dataDir} is in use by another devnet`
    )
    const health = await fetch(`${tap.url}/health`)
    context.assert.equal(health.status, 200)
  })

  test('leave one file and no lock when closed', async (context) => {
    const dataDir = await tempFolder()
    const tap = await startTap({ ...URLS, dataDir })
    await tap.close()
    await tap.close()

    context.assert.deepEqual(await readdir(dataDir), ['tap.sqlite'])
    const again = await startTap({ ...URLS, dataDir })
    await again.close()
  })

  test('refuse a folder of another version', async (context) => {
    const dataDir = await tempFolder()
    const path = join(dataDir, 'tap.sqlite')
    const database = new Sqlite(path)
    database.pragma('user_version = 99')
    database.close()

    await context.assert.rejects(
      () => startTap({ ...URLS, dataDir }),
      `${path} was written by another version of this package`
    )
  })

  test('release the folder when the port is in use', async (context) => {
    const dataDir = await tempFolder()
    const port = await takePort()

    await context.assert.rejects(
      () => startTap({ ...URLS, dataDir, port }),
      `Cannot start the Tap server: port ${port} is in use`
    )
    const tap = await startTap({ ...URLS, dataDir })
    await tap.close()
  })
})
