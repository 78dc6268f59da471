import { Secp256k1Keypair } from '@atproto/crypto'
import * as plc from '@did-plc/lib'
import { test } from '@japa/runner'
import Sqlite from 'better-sqlite3'
import { type Devnet, startDevnet } from '../index.js'
import { SqlitePlcDatabase } from '../src/plc/plc_database.js'
import { getJson } from './helpers.js'

test.group('PLC directory', (group) => {
  let devnet: Devnet
  let client: plc.Client
  let recovery: Secp256k1Keypair
  let rotation: Secp256k1Keypair
  let did: string

  group.setup(async () => {
    devnet = await startDevnet({ tap: false, accounts: [] })
    client = new plc.Client(devnet.plc.url)
    return () => devnet.close()
  })

  group.each.setup(async () => {
    recovery = await Secp256k1Keypair.create()
    rotation = await Secp256k1Keypair.create()
    did = await client.createDid({
      signingKey: rotation.did(),
      rotationKeys: [recovery.did(), rotation.did()],
      handle: 'zoe.test',
      pds: 'http://localhost:1',
      signer: rotation,
    })
  })

  test('keep the log of a DID in order', async ({ assert }) => {
    await client.updateHandle(did, rotation, 'zora.test')
    await client.updateHandle(did, rotation, 'zelda.test')

    const { alsoKnownAs } = await client.getDocumentData(did)
    assert.deepEqual(alsoKnownAs, ['at://zelda.test'])
    const log = await client.getAuditableLog(did)
    assert.deepEqual(
      log.map(({ operation }) => (operation as plc.Operation).alsoKnownAs),
      [['at://zoe.test'], ['at://zora.test'], ['at://zelda.test']]
    )
    assert.deepEqual(await client.getLastOp(did), log[2].operation)
  })

  test('accept only one of two concurrent operations', async ({ assert }) => {
    const directory = new SqlitePlcDatabase(new Sqlite(':memory:'))
    const { op: creation, did: zoe } = await plc.createOp({
      signingKey: rotation.did(),
      rotationKeys: [rotation.did()],
      handle: 'zoe.test',
      pds: 'http://localhost:1',
      signer: rotation,
    })
    await directory.validateAndAddOp(zoe, creation)
    const one = await plc.updateHandleOp(creation, rotation, 'one.test')
    const other = await plc.updateHandleOp(creation, rotation, 'other.test')

    const results = await Promise.allSettled([
      directory.validateAndAddOp(zoe, one),
      directory.validateAndAddOp(zoe, other),
    ])

    assert.deepEqual(
      results.map((result) => (result.status === 'rejected' ? result.reason.status : 200)),
      [200, 409]
    )
    assert.deepEqual(await directory.opsForDid(zoe), [creation, one])
  })

  test('undo an operation with a key of higher priority', async ({ assert }) => {
    const last = (await client.getLastOp(did)) as plc.Operation
    await client.updateHandle(did, rotation, 'stolen.test')

    await client.sendOperation(did, await plc.updateHandleOp(last, recovery, 'rescued.test'))

    const { alsoKnownAs } = await client.getDocumentData(did)
    assert.deepEqual(alsoKnownAs, ['at://rescued.test'])
    const log = await client.getAuditableLog(did)
    assert.deepEqual(
      log.map(({ nullified }) => nullified),
      [false, true, false]
    )
  })

  test('refuse an operation signed with an unknown key', async ({ assert }) => {
    const stranger = await Secp256k1Keypair.create()

    await assert.rejects(() => client.updateHandle(did, stranger, 'stolen.test'))
    assert.lengthOf(await client.getOperationLog(did), 1)
  })

  test('return no document for a tombstoned DID', async ({ assert }) => {
    await client.tombstone(did, rotation)

    const { message } = await getJson(`${devnet.plc.url}/${did}`)
    assert.equal(message, `DID not available: ${did}`)
  })

  test('export operations in their order', async ({ assert }) => {
    const operations = await client.export()

    assert.equal(operations.at(-1)?.did, did)
  })
})
