import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { createOther, shareDevnet, startExpired, type TestApp } from './helpers.js'

const SESSION = '/xrpc/com.atproto.server.getSession'

/** A token request may take three times as long, a sent lease 1 s longer. */
const TIMEOUT = 500

test.group('Refresh | outage of the database', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  /** New tokens can't be stored until `end()`. */
  function failWrites({ oauth }: TestApp) {
    const { grants } = oauth.config.stores
    const saveTokens = grants.saveTokens.bind(grants)
    const outage = { attempts: 0, isOver: false, end: () => void (outage.isOver = true) }
    grants.saveTokens = async (...args) => {
      outage.attempts++
      if (!outage.isOver) throw new Error('The database is away')
      return saveTokens(...args)
    }
    return outage
  }

  const refreshes = (statuses: readonly number[]) => statuses.filter((status) => status === 200)

  test('store new tokens before the next refresh', async ({ assert }) => {
    const { app, user, sessionId } = await startExpired(devnet)
    const outage = failWrites(app)
    assert.isTrue((await user.fetch(SESSION)).ok)
    // The next attempt is a second away by now.
    await until(() => outage.attempts >= 5)
    outage.end()
    devnet.faults.refuseAccessTokens({ times: 1 })

    assert.isTrue((await user.fetch(SESSION)).ok)

    assert.equal((await app.oauth.config.stores.grants.findBySession(sessionId))!.version, 3)
  })

  test('throw the error of the store when new tokens still can not be stored', async ({
    assert,
  }) => {
    const { app, user } = await startExpired(devnet)
    const outage = failWrites(app)
    await user.fetch(SESSION)
    devnet.faults.refuseAccessTokens({ times: 1 })

    await assert.rejects(() => user.fetch(SESSION), 'The database is away')
    outage.end()
    await app.oauth.settle()
    assert.isTrue((await user.fetch(SESSION)).ok)
  })

  test('lose no session when the outage is longer than a lease', async ({ assert }) => {
    const { app: patient, sessionId } = await startExpired(devnet)
    const app = await createOther(patient, devnet, TIMEOUT)
    const other = await createOther(patient, devnet, TIMEOUT)
    const watch = devnet.faults.watch('refresh')
    const outage = failWrites(app)
    assert.isTrue((await (await app.oauth.find(sessionId))!.fetch(SESSION)).ok)
    const { grants } = other.oauth.config.stores
    const lock = grants.lock.bind(grants)
    grants.lock = async (...args) => {
      const isMine = await lock(...args)
      if (isMine) outage.end()
      return isMine
    }

    const taken = await (await other.oauth.find(sessionId))!.fetch(SESSION)

    assert.isTrue(taken.ok)
    assert.isTrue(outage.isOver)
    assert.lengthOf(refreshes(watch.statuses), 1)
    assert.equal((await grants.findBySession(sessionId))!.version, 2)
  }).timeout(20_000)
})
