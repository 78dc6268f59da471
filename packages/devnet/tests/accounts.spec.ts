import { mock } from 'node:test'
import { test } from '@japa/runner'
import { type Devnet, type DevnetAccount, errors, startDevnet } from '../index.js'
import { getJson } from './helpers.js'

const STATUS = 'xyz.statusphere.status'

test.group('Accounts', (group) => {
  let devnet: Devnet
  let account: DevnetAccount

  group.setup(async () => {
    devnet = await startDevnet({ tap: false, accounts: ['alice'] })
    return () => devnet.close()
  })

  group.each.setup(async () => {
    account = await devnet.createAccount()
  })

  test('write, read, replace and delete a record', async ({ assert }) => {
    const created = await account.createRecord(STATUS, { status: '👍' }, { rkey: 'first' })
    assert.equal(created.uri, `at://${account.did}/${STATUS}/first`)

    await account.putRecord(STATUS, 'first', { status: '👎' })
    const { value } = await account.getRecord(STATUS, 'first')
    assert.deepEqual(value, { $type: STATUS, status: '👎' })

    await account.deleteRecord(STATUS, 'first')
    const error = await account.getRecord(STATUS, 'first').catch((reason) => reason)
    assert.instanceOf(error, errors.XrpcError)
    assert.equal(error.error, 'RecordNotFound')
    assert.equal(error.status, 400)
  })

  test('write many records in one commit', async ({ assert }) => {
    await account.createRecord(STATUS, { status: '👎' }, { rkey: 'old' })

    await account.applyWrites([
      { action: 'create', collection: STATUS, rkey: 'one', value: { status: '👍' } },
      { action: 'create', collection: STATUS, value: { status: '💙' } },
      { action: 'delete', collection: STATUS, rkey: 'old' },
    ])

    const records = await account.listRecords(STATUS)
    assert.sameMembers(
      records.map(({ value }) => value.status),
      ['👍', '💙']
    )
  })

  test('continue when the access token has expired', async ({ assert, cleanup }) => {
    await account.createRecord(STATUS, { status: '👍' })
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 3 * 60 * 60 * 1000 })
    cleanup(() => mock.timers.reset())

    await account.createRecord(STATUS, { status: '👎' })

    assert.lengthOf(await account.listRecords(STATUS), 2)
  })

  test('change a handle', async ({ assert }) => {
    const before = account.handle
    await account.changeHandle('renamed')

    assert.equal(account.handle, 'renamed.test')
    const document = await getJson(`${devnet.plc.url}/${account.did}`)
    assert.deepEqual(document.alsoKnownAs, ['at://renamed.test'])
    const old = await fetch(
      `${devnet.pds.url}/xrpc/com.atproto.identity.resolveHandle?handle=${before}`
    )
    assert.equal(old.status, 400)
  })

  test('deactivate, activate, delete', async ({ assert }) => {
    const status = () => {
      return account.call<{ active: boolean; status?: string }>('com.atproto.sync.getRepoStatus', {
        params: { did: account.did },
      })
    }
    await account.createRecord(STATUS, { status: '👍' })

    await account.deactivate()
    assert.include(await status(), { active: false, status: 'deactivated' })
    await account.activate()
    assert.include(await status(), { active: true })
    assert.lengthOf(await account.listRecords(STATUS), 1)
    await account.delete()
    await assert.rejects(
      () => devnet.pds.call('com.atproto.sync.getRepoStatus', { params: { did: account.did } }),
      /^com\.atproto\.sync\.getRepoStatus failed with 400 RepoNotFound: /
    )
  })

  test('refuse a handle that the PDS would not host', async ({ assert }) => {
    await assert.rejects(() => devnet.createAccount({ handle: 'al' }), 'Invalid handle "al"')
    await assert.rejects(
      () => devnet.createAccount({ handle: 'alice' }),
      'The PDS refused to create the account alice.test: Handle already taken: alice.test'
    )
    await assert.rejects(
      () => devnet.createAccount({ handle: 'admin' }),
      'The PDS refused to create the account admin.test: Reserved handle'
    )
  })

  test('keep the password out of JSON', ({ assert }) => {
    assert.notInclude(JSON.stringify(account), account.password)
  })
})
