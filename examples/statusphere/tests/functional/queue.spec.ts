import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { customBackoff, defineConfig, drivers, Locator } from '@adonisjs/queue'
import QueueProvider from '@adonisjs/queue/queue_provider'
import { TID } from '@atproto/common-web'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { fake, fakeServers } from '#tests/fake'
import PostStatus from '#tests/queue/post_status'

const COLLECTION = 'xyz.statusphere.status'
const SCOPE = `atproto repo:${COLLECTION}`

/** What is logged of jobs that will not run again. */
async function failuresOf(run: () => Promise<void>): Promise<string[]> {
  const failures: string[] = []
  const { error } = logger
  logger.error = (({ err }: { err: { code: string } }) => void failures.push(err.code)) as never
  try {
    await run()
  } finally {
    logger.error = error
  }
  return failures
}

/** The sample of the guide, on the real queue. Its sync driver runs retries at once. */
test.group('A job of @adonisjs/queue', (group) => {
  group.setup(async () => {
    app.config.set('queue', defineConfig({ default: 'sync', adapters: { sync: drivers.sync() } }))
    const provider = new QueueProvider(app)
    provider.register()
    await provider.boot()
    const { options } = PostStatus
    PostStatus.options = {
      ...options,
      maxRetries: 2,
      retry: { backoff: customBackoff({ strategy: 'fixed', baseDelay: 1 }) },
    }
    Locator.register(PostStatus.name, PostStatus)
    return () => provider.shutdown()
  })
  group.each.setup(fakeServers)

  async function post(did: string) {
    const user = { did }
    const status = '🦋'
    // #region dispatch
    await PostStatus.dispatch({
      did: user.did,
      rkey: TID.nextStr(),
      status,
      createdAt: l.currentDatetimeString(),
    })
    // #endregion dispatch
  }

  test('post with the background grant of the account', async ({ assert }) => {
    const account = await fake().createAccount()
    await account.createGrant({ background: true, scope: SCOPE })

    assert.isEmpty(await failuresOf(() => post(account.did)))
    const [record] = await account.listRecords(COLLECTION)
    assert.equal(record.value.status, '🦋')
  })

  test('post once when a worker died after it had posted', async ({ assert }) => {
    const account = await fake().createAccount()
    await account.createGrant({ background: true, scope: SCOPE })
    const payload = {
      did: account.did,
      rkey: TID.nextStr(),
      status: '🚀',
      createdAt: l.currentDatetimeString(),
    }
    await PostStatus.dispatch(payload)
    await PostStatus.dispatch(payload)
    assert.lengthOf(await account.listRecords(COLLECTION), 1)
  })

  test('try again while the server is down, then log that it was not posted', async ({
    assert,
  }) => {
    const account = await fake().createAccount()
    await account.createGrant({ background: true, scope: SCOPE })
    let attempts = 0
    fake().respond('com.atproto.repo.putRecord', () => {
      attempts += 1
      return new Response('Bad gateway', { status: 502 })
    })
    const failures = await failuresOf(() => post(account.did))
    assert.equal(attempts, 3)
    assert.deepEqual(failures, ['E_JOB_MAX_ATTEMPTS_REACHED'])
  })

  test('stop trying when only the user can fix it', async ({ assert }) => {
    const unasked = await fake().createAccount()
    assert.deepEqual(await failuresOf(() => post(unasked.did)), ['E_ATPROTO_NO_BACKGROUND_GRANT'])

    const reader = await fake().createAccount()
    await reader.createGrant({ background: true, scope: 'atproto' })
    assert.deepEqual(await failuresOf(() => post(reader.did)), ['E_ATPROTO_SCOPE_MISSING'])

    const gone = await fake().createAccount()
    await gone.createGrant({ background: true, scope: SCOPE })
    gone.revokeGrants()
    gone.expireTokens()
    assert.deepEqual(await failuresOf(() => post(gone.did)), ['E_ATPROTO_SESSION_LOST'])
  })
})
