import { setTimeout as sleep } from 'node:timers/promises'
import { getActiveTest, test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import type { OAuthConfig } from '../src/types.js'
import {
  createOther,
  expireAccessToken,
  shareDevnet,
  startExpired,
  type TestApp,
} from './helpers.js'

const SESSION = '/xrpc/com.atproto.server.getSession'

/** A token request may take three times as long. */
const TIMEOUT = 500

test.group('Refresh', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = (config?: Partial<OAuthConfig>) => startExpired(devnet, config)

  async function isAlive(app: TestApp, sessionId: string) {
    await expireAccessToken(app, sessionId)
    const user = await app.oauth.find(sessionId)
    const response = await user!.fetch(SESSION)
    return response.ok
  }

  const refreshes = (statuses: readonly number[]) => statuses.filter((status) => status === 200)
  const failure = (promise: Promise<unknown>) => promise.then(() => null).catch((error) => error)

  async function logged(app: TestApp, level: 'error' | 'warn') {
    const lines: unknown[][] = []
    const logger = await app.app.container.make('logger')
    logger[level] = (...args: any[]) => void lines.push(args)
    return lines
  }

  test('time out once for 50 requests when the server is silent', async ({ assert }) => {
    const { app, sessionId } = await start()
    const impatient = await createOther(app, devnet, TIMEOUT)
    const user = (await impatient.oauth.find(sessionId))!
    const silent = devnet.faults.silent({ on: 'refresh' })
    const startedAt = performance.now()

    const errors = await Promise.all(Array.from({ length: 50 }, () => failure(user.fetch(SESSION))))

    assert.deepEqual([...new Set(errors.map(({ reason }) => reason))], ['unreachable'])
    assert.equal(silent.hits, 1)
    assert.isBelow(performance.now() - startedAt, TIMEOUT * 3 * 2)
  })

  test('refresh once for 10 responses of "invalid_token", and keep the session', async ({
    assert,
  }) => {
    const { app, user, sessionId } = await start()
    assert.isTrue((await user.fetch(SESSION)).ok)
    const watch = devnet.faults.watch('refresh')
    const refused = devnet.faults.refuseAccessTokens()

    for (let sent = 0; sent < 10; sent++) assert.equal((await user.fetch(SESSION)).status, 401)

    assert.lengthOf(refreshes(watch.statuses), 1)
    await refused.restore()
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('send nothing when the signal was aborted before', async ({ assert }) => {
    const { user } = await start()
    const watch = devnet.faults.watch(['refresh', 'resource'])
    const signal = AbortSignal.abort(new Error('Enough'))

    assert.equal((await failure(user.fetch(SESSION, { signal }))).message, 'Enough')
    assert.equal(watch.hits, 0)
  })

  test('stop waiting when the signal is aborted, and refresh for the others', async ({
    assert,
  }) => {
    const { user } = await start()
    const held = devnet.faults.hold({ on: 'refresh' })
    const controller = new AbortController()
    const hit = held.nextHit()
    const aborted = failure(user.fetch(SESSION, { signal: controller.signal }))
    const other = user.fetch(SESSION)
    await hit

    controller.abort(new Error('Enough'))
    assert.equal((await aborted).message, 'Enough')
    await held.restore()
    assert.isTrue((await other).ok)
  })

  test('stop waiting for the metadata of a server when the signal is aborted', async ({
    assert,
  }) => {
    const { app, sessionId } = await start()
    const fresh = await createOther(app, devnet)
    await (await app.oauth.find(sessionId))!.fetch(SESSION)
    const user = (await fresh.oauth.find(sessionId))!
    const silent = devnet.faults.silent({ on: 'metadata' })
    const controller = new AbortController()
    const hit = silent.nextHit()
    const aborted = failure(user.fetch(SESSION, { signal: controller.signal }))
    await hit

    controller.abort(new Error('Enough'))
    assert.equal((await aborted).message, 'Enough')
  })

  test('report a lost response as "unreachable", then as "interrupted"', async ({ assert }) => {
    const { app, user, sessionId } = await start()
    const lost: unknown[] = []
    const emitter = await app.app.container.make('emitter')
    emitter.on('atproto:session_lost', ({ reason }) => void lost.push(reason))
    devnet.faults.loseNextTokenReply()

    assert.equal((await failure(user.fetch(SESSION))).reason, 'unreachable')
    assert.isNotNull(await app.oauth.find(sessionId))
    assert.equal((await failure(user.fetch(SESSION))).reason, 'interrupted')
    assert.isNull(await app.oauth.find(sessionId))
    assert.deepEqual(lost, ['interrupted'])
  })

  test('report a grant that was revoked at the server as "revoked"', async ({ assert }) => {
    const { user } = await start()
    await devnet.faults.revoke(devnet.accounts[0])
    assert.equal((await failure(user.fetch(SESSION))).reason, 'revoked')
  })

  test('read the row again before a grant is ended as lost', async ({ assert }) => {
    const { app, user, sessionId, grants } = await start()
    devnet.faults.respond(400, { error: 'invalid_grant' }, { on: 'refresh', times: 1 })
    const markSent = grants.markSent.bind(grants)
    grants.markSent = async (id, ...rest) => {
      const isMarked = await markSent(id, ...rest)
      const { version, tokens, scope, keyId } = (await grants.find(id))!
      const changes = { tokens, scope, keyId, expiresAt: null, updatedAt: Date.now() }
      await grants.saveTokens(id, version, changes)
      return isMarked
    }

    assert.isTrue((await user.fetch(SESSION)).ok)
    grants.markSent = markSent
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('send nothing after a stall in which another process refreshed', async ({ assert }) => {
    const { app, user, sessionId, grants } = await start()
    const other = await createOther(app, devnet)
    const watch = devnet.faults.watch('refresh')
    const lock = grants.lock.bind(grants)
    const markSent = grants.markSent.bind(grants)
    grants.lock = (id, owner, _, version) => lock(id, owner, 1, version)
    grants.markSent = async (...args) => {
      await sleep(20)
      assert.isTrue((await (await other.oauth.find(sessionId))!.fetch(SESSION)).ok)
      return markSent(...args)
    }

    assert.isTrue((await user.fetch(SESSION)).ok)
    assert.lengthOf(refreshes(watch.statuses), 1)
    assert.isTrue(await isAlive(other, sessionId))
  })

  test('use new tokens from memory while the store fails, and store them later', async ({
    assert,
  }) => {
    const { app, user, sessionId, grants } = await start()
    const lines = await logged(app, 'error')
    const saveTokens = grants.saveTokens.bind(grants)
    grants.saveTokens = () => Promise.reject(new Error('The disk is full'))

    assert.isTrue((await user.fetch(SESSION)).ok)
    assert.isTrue((await user.fetch(SESSION)).ok)
    assert.match(String(lines[0][1]), /^Failed to store new tokens of did:plc:/)
    assert.equal((await grants.findBySession(sessionId))!.version, 1)

    grants.saveTokens = saveTokens
    await app.oauth.settle()
    assert.equal((await grants.findBySession(sessionId))!.version, 2)
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('wait for a refresh under way when the app terminates', async ({ assert }) => {
    const { app, user, sessionId } = await start()
    const held = devnet.faults.hold({ on: 'refresh' })
    const hit = held.nextHit()
    const response = user.fetch(SESSION).catch(() => null)
    await hit

    const terminated = app.app.terminate()
    await held.restore()
    await terminated
    await response
    const next = await createOther(app, devnet)
    assert.equal((await next.oauth.config.stores.grants.findBySession(sessionId))!.version, 2)
    assert.isTrue(await isAlive(next, sessionId))
  })

  test('throw an error of the store unchanged', async ({ assert }) => {
    const { app, user, sessionId, grants } = await start()
    const lock = grants.lock.bind(grants)
    grants.lock = () => Promise.reject(new Error('The disk is full'))

    assert.equal((await failure(user.fetch(SESSION))).message, 'The disk is full')
    grants.lock = lock
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('refresh although no handle can be resolved, and keep the handle', async ({ assert }) => {
    const { app, user, sessionId } = await start()
    const silent = devnet.faults.silent({ on: 'resolveHandle' })
    const startedAt = performance.now()

    assert.isTrue((await user.fetch(SESSION)).ok)
    assert.isBelow(performance.now() - startedAt, 2_500)
    await until(() => silent.hits > 0)
    await app.oauth.settle()
    assert.equal((await app.oauth.find(sessionId))!.handle, 'alice.test')
  })

  test('emit "atproto:handle_changed" when a handle can no longer be verified', async ({
    assert,
  }) => {
    const { app, user, sessionId } = await start()
    const changes: unknown[] = []
    const emitter = await app.app.container.make('emitter')
    emitter.on('atproto:handle_changed', (change) => void changes.push(change))
    devnet.faults.moveHandle('alice', devnet.accounts[1])

    await user.fetch(SESSION)
    await until(() => changes.length > 0)
    assert.containsSubset(changes, [{ did: user.did, handle: undefined, previous: 'alice.test' }])
    assert.isUndefined((await app.oauth.find(sessionId))!.handle)
  })

  test('read a grant twice per request, the signed-in user included', async ({ assert }) => {
    const { app, user, sessionId } = await start()
    await user.fetch(SESSION)
    await app.oauth.settle()
    const queries: string[] = []
    const knex = app.db.connection().getWriteClient()
    const listener = ({ sql }: { sql: string }) => queries.push(sql)
    knex.on('query', listener)
    getActiveTest()!.cleanup(() => void knex.removeListener('query', listener))

    const found = await app.oauth.find(sessionId)
    await found!.fetch(SESSION)
    assert.lengthOf(queries, 2)
  })
})
