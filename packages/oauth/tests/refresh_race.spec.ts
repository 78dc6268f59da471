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

  test('refresh once when two processes need it at the same time', async ({ assert }) => {
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

  test('refresh once when twenty requests of a process need it', async ({ assert }) => {
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

  test('refresh after the process that held the lock was killed', async ({ assert }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const sessionId = await signIn(app)
    await expireAccessToken(app, sessionId)
    const { sessions } = app.oauth.config.stores
    const now = Date.now()
    await sessions.lock(sessionId, 'a process that was killed', now, now + 1_500)

    const user = (await app.oauth.find(sessionId))!
    const response = await user.fetch('/xrpc/com.atproto.server.getSession')
    assert.equal(response.status, 200)
    assert.isAtLeast(Date.now() - now, 1_500)
  })

  test('read fresh tokens while another process holds the lock', async ({ assert }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const sessionId = await signIn(app)
    const { sessions } = app.oauth.config.stores
    await sessions.lock(sessionId, 'someone else', Date.now(), Date.now() + 600_000)

    const user = (await app.oauth.find(sessionId))!
    assert.equal((await user.fetch('/xrpc/com.atproto.server.getSession')).status, 200)
  })
})
