import { pathToFileURL } from 'node:url'
import { parseEnv } from 'node:util'
import { AceFactory } from '@adonisjs/core/factories'
import type { ApplicationService } from '@adonisjs/core/types'
import { test } from '@japa/runner'
import AtprotoKey from '../commands/atproto_key.js'
import { generatePrivateKey, parsePrivateKeys } from '../src/private_keys.js'
import { createApp } from './helpers.js'
import { runCommand } from './run_command.js'
import { createScratchApp } from './scratch_app.js'

type Keys = { kid: string }[]

async function keysIn(app: { read(path: string): Promise<string> }) {
  return parsePrivateKeys(parseEnv(await app.read('.env')).ATPROTO_PRIVATE_KEY) as Keys
}

/** An app with a `.env` that does not boot for the command, as one whose config is broken. */
async function withoutApp(variable = '') {
  const app = await createScratchApp({ '.env': `PORT=3333\n${variable}` })
  const ace = await new AceFactory().make(pathToFileURL(`${app.dir}/`), { importer: () => {} })
  return Object.assign(app, {
    run: (...flags: string[]) => runCommand(ace.app as ApplicationService, AtprotoKey, ...flags),
  })
}

/** An app in which some grants were made with each of the keys. */
async function withGrants(grants: Record<string, number>, privateKeys: string[]) {
  const keys = `[${privateKeys.join(',')}]`
  const app = await createApp({ config: { appUrl: 'https://app.example.org', privateKeys: keys } })
  await createScratchApp({ '.env': `ATPROTO_PRIVATE_KEY=${keys}` }, app.dir)
  for (const [keyId, count] of Object.entries(grants)) {
    for (let n = 0; n < count; n++) await app.createGrant({ keyId })
  }
  return {
    run: (...flags: string[]) => runCommand(app.app, AtprotoKey, ...flags),
    keys: async () => parsePrivateKeys(app.oauth.config.privateKeys.release()) as Keys,
  }
}

test.group('atproto:key', () => {
  test('write a valid key, and keep an existing one', async ({ assert }) => {
    const app = await withoutApp()
    assert.equal((await app.run()).exitCode, 0)
    const [key] = await keysIn(app)
    assert.match(key.kid, /^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/)
    assert.match(await app.read('.env.example'), /ATPROTO_PRIVATE_KEY=$/m)

    const { exitCode, logs } = await app.run()
    assert.equal(exitCode, 1)
    assert.include(logs[0], '.env already has an ATPROTO_PRIVATE_KEY. Use --rotate')
    assert.deepEqual(await keysIn(app), [key])

    await app.run('--force')
    const [other] = await keysIn(app)
    assert.notEqual(other.kid, key.kid)
  })

  test('add a new key in front and keep the old ones', async ({ assert }) => {
    const app = await withoutApp()
    await app.run()
    const [first] = await keysIn(app)

    assert.equal((await app.run('--rotate')).exitCode, 0)
    const [second, ...rest] = await keysIn(app)
    assert.notEqual(second.kid, first.kid)
    assert.deepEqual(rest, [first])

    await app.run('--rotate')
    assert.deepEqual((await keysIn(app)).slice(1), [second, first])
  })

  test('print only the keys, and do not change .env', async ({ assert }) => {
    const key = await generatePrivateKey()
    const app = await withoutApp(`ATPROTO_PRIVATE_KEY='${key}'`)
    const before = await app.read('.env')

    const rotated = await app.run('--rotate', '--show')
    assert.deepEqual(parsePrivateKeys(rotated.stdout)[1], JSON.parse(key))
    assert.isEmpty(rotated.logs)

    const fresh = parsePrivateKeys((await app.run('--show')).stdout)
    assert.lengthOf(fresh, 1)
    assert.notEqual(fresh[0].kid, JSON.parse(key).kid)
    assert.equal(await app.read('.env'), before)
  })

  test('rotate the keys of the environment where there is no .env', async ({ assert, cleanup }) => {
    const key = await generatePrivateKey()
    process.env.ATPROTO_PRIVATE_KEY = key
    cleanup(() => void delete process.env.ATPROTO_PRIVATE_KEY)
    const { stdout } = await (await withoutApp()).run('--rotate', '--show')
    assert.deepEqual(parsePrivateKeys(stdout)[1], JSON.parse(key))
  })

  test('list how many grants need each key', async ({ assert }) => {
    const keys = [
      await generatePrivateKey(),
      await generatePrivateKey(),
      await generatePrivateKey(),
    ]
    const [current, needed, unused] = keys.map((key) => JSON.parse(key).kid)
    const app = await withGrants({ [current]: 2, [needed]: 1 }, keys)

    const { exitCode, logs } = await app.run('--list')
    assert.equal(exitCode, 0)
    const table = logs.join('\n')
    assert.include(table, `${current}|signs new sign-ins|2`)
    assert.include(table, `${needed}|kept for its grants|1`)
    assert.include(table, `node ace atproto:key --remove ${unused}`)
    assert.notInclude(table, `--remove ${needed}`)
  })

  test('report a key that grants need and the config does not have', async ({ assert }) => {
    const app = await withGrants({ lost: 3 }, [await generatePrivateKey()])
    const { exitCode, logs } = await app.run('--list')
    assert.equal(exitCode, 1)
    assert.include(logs.join('\n'), '3 sessions need the key lost. Put it back, or they end')
  })

  test('remove a key that no grant needs, and no other', async ({ assert }) => {
    const keys = [
      await generatePrivateKey(),
      await generatePrivateKey(),
      await generatePrivateKey(),
    ]
    const [current, needed, unused] = keys.map((key) => JSON.parse(key).kid)
    const app = await withGrants({ [needed]: 1 }, keys)
    const show = async (...flags: string[]) => {
      const { exitCode, logs, stdout } = await app.run('--show', ...flags)
      return { exitCode, log: logs.join(), left: parsePrivateKeys(stdout).map(({ kid }) => kid) }
    }

    assert.deepEqual((await show('--remove', unused)).left, [current, needed])
    const refused = await show('--remove', needed)
    assert.equal(refused.exitCode, 1)
    assert.include(refused.log, `The key ${needed} is in use: 1 session needs it`)
    assert.include((await show('--remove', current)).log, 'it signs new sign-ins')
    assert.include((await show('--remove', 'unknown')).log, 'There is no key "unknown"')
    assert.deepEqual((await show('--remove', needed, '--force')).left, [current, unused])
  })
})
