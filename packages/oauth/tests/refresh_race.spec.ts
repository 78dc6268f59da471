import { type ChildProcess, fork } from 'node:child_process'
import { on } from 'node:events'
import { fileURLToPath } from 'node:url'
import { getActiveTest, test } from '@japa/runner'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import { stores } from '../index.js'
import { createApp, expireAccessToken, networkOf, type TestApp } from './helpers.js'

interface Message {
  ready: true
  result: number | string
  refreshes: number
}

/** AdonisJS has messages of its own for whoever started the process. */
async function nextMessage(child: ChildProcess, key: keyof Message): Promise<Message> {
  for await (const [message] of on(child, 'message')) {
    if (typeof message === 'object' && key in message) return message
  }
  throw new Error('The process has ended')
}

/** Another process of `app`, with the same database and the same client id. */
async function startProcess(app: TestApp, devnet: Devnet) {
  const config = { appUrl: app.url, network: networkOf(devnet) }
  const child = fork(
    fileURLToPath(new URL('fixtures/use_session.ts', import.meta.url)),
    [JSON.stringify({ config, dir: app.dir })],
    { execArgv: ['--import=@poppinss/ts-exec'] }
  )
  getActiveTest()?.cleanup(() => void child.kill('SIGKILL'))
  await nextMessage(child, 'ready')
  return child
}

async function use(child: ChildProcess, sessionId: string) {
  const answer = nextMessage(child, 'result')
  child.send(sessionId)
  return answer
}

test.group('Refresh race', (group) => {
  let devnet: Devnet

  group.setup(async () => {
    devnet = await startDevnet({ tap: false })
    return () => devnet.close()
  })

  async function signIn(app: TestApp) {
    const browser = app.browser()
    await browser.signIn(devnet, devnet.accounts[0])
    return (await browser.json('/me')).sessionId as string
  }

  test('refresh once when two processes find an expired token at once', async ({ assert }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const sessionId = await signIn(app)
    const children = await Promise.all([startProcess(app, devnet), startProcess(app, devnet)])

    for (let round = 1; round <= 5; round++) {
      await expireAccessToken(app, sessionId)
      const answers = await Promise.all(children.map((child) => use(child, sessionId)))

      assert.deepEqual(
        answers.map(({ result }) => result),
        [200, 200],
        `round ${round}`
      )
      assert.equal(answers[0].refreshes + answers[1].refreshes, 1, `round ${round}`)
    }
    assert.isNotNull(await app.oauth.find(sessionId))
  }).timeout(60_000)

  test('refresh once when twenty requests of one process find an expired token', async ({
    assert,
  }) => {
    for (const config of [{}, { stores: stores.memory() }]) {
      const app = await createApp({ config: { network: networkOf(devnet), ...config } })
      const sessionId = await signIn(app)
      await expireAccessToken(app, sessionId)

      const statuses = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const user = (await app.oauth.find(sessionId))!
          const response = await user.fetch('/xrpc/com.atproto.server.getSession')
          return response.status
        })
      )
      assert.deepEqual([...new Set(statuses)], [200])
      await expireAccessToken(app, sessionId)
      assert.equal((await (await app.oauth.find(sessionId))!.fetch('/xrpc/_health')).status, 200)
    }
  })

  test('go on in under 6 s after a process was killed before it sent anything', async ({
    assert,
  }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const sessionId = await signIn(app)
    await expireAccessToken(app, sessionId)
    const { grants } = app.oauth.config.stores
    const { id, version } = (await grants.findBySession(sessionId))!
    await grants.lock(id, 'a process that was killed', 5_000, version)

    const startedAt = Date.now()
    const user = (await app.oauth.find(sessionId))!
    const response = await user.fetch('/xrpc/com.atproto.server.getSession')
    assert.equal(response.status, 200)
    assert.isBelow(Date.now() - startedAt, 6_000)
    assert.isAbove(Date.now() - startedAt, 4_000)
  })

  test('read with fresh tokens while someone else holds the lease', async ({ assert }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const sessionId = await signIn(app)
    const { grants } = app.oauth.config.stores
    const { id, version } = (await grants.findBySession(sessionId))!
    await grants.lock(id, 'someone else', 600_000, version)

    const user = (await app.oauth.find(sessionId))!
    assert.equal((await user.fetch('/xrpc/com.atproto.server.getSession')).status, 200)
  })
})
