import { pathToFileURL } from 'node:url'
import { parseEnv } from 'node:util'
import { AceFactory } from '@adonisjs/core/factories'
import { test } from '@japa/runner'
import AtprotoKey from '../commands/atproto_key.js'
import { parsePrivateKeys } from '../src/private_keys.js'
import { createScratchApp } from './scratch_app.js'

async function run(dir: string, ...flags: string[]) {
  const ace = await new AceFactory().make(pathToFileURL(`${dir}/`), { importer: () => {} })
  ace.ui.switchMode('raw')
  const command = await ace.create(AtprotoKey, flags)
  await command.exec()
  return {
    exitCode: command.exitCode,
    logs: command.logger.getLogs().map(({ message }) => message),
  }
}

test.group('atproto:key', () => {
  test('write a valid key, and keep an existing one', async ({ assert }) => {
    const app = await createScratchApp()
    const keyOf = async () => parseEnv(await app.read('.env')).ATPROTO_PRIVATE_KEY

    assert.equal((await run(app.dir)).exitCode, 0)
    const key = await keyOf()
    assert.lengthOf(parsePrivateKeys(key), 1)
    assert.match(await app.read('.env.example'), /ATPROTO_PRIVATE_KEY=$/m)

    const { exitCode, logs } = await run(app.dir)
    assert.equal(exitCode, 1)
    assert.include(
      logs[0],
      '.env already has an ATPROTO_PRIVATE_KEY. Replacing the existing key ends its sessions; use --force'
    )
    assert.equal(await keyOf(), key)

    await run(app.dir, '--force')
    assert.notEqual(await keyOf(), key)
  })
})
