import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { TestContext } from '@japa/runner/core'
import { tempFolder } from '@tests/support/temp_folder'
import { startDevnet } from '../index.js'
import { sweepTemporaryFolders } from '../src/state/temporary_folders.js'
import { devnetFor, runDevnet } from './helpers.js'

const OPTIONS = { accounts: [], tap: false as const }

/** A temporary folder of the test's own, also for this process. */
async function useTemporaryFolder(context: TestContext): Promise<string> {
  const path = await tempFolder()
  const { TMPDIR } = process.env
  process.env.TMPDIR = path
  context.cleanup(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  })
  return path
}

test.group('Temporary folders', () => {
  test('remove what a devnet left at kill -9, and keep what a running one uses', async (context) => {
    const temporary = await useTemporaryFolder(context)
    const killed = runDevnet(OPTIONS, { TMPDIR: temporary })
    await killed.match(/^http:/)
    const [leftover] = await readdir(temporary)
    await killed.kill('SIGKILL')
    context.assert.deepEqual(await readdir(temporary), [leftover])

    const running = runDevnet(OPTIONS, { TMPDIR: temporary })
    await running.match(/^http:/)
    const [kept, ...others] = await readdir(temporary)
    context.assert.notEqual(kept, leftover)
    context.assert.lengthOf(others, 0)

    const here = await devnetFor(context, { accounts: [] })
    const there = await devnetFor(context, { accounts: [] })
    context.assert.lengthOf(await readdir(temporary), 3)
    context.assert.include(await readdir(temporary), kept)
    await here.createAccount()
    await here.close()
    await there.close()
    context.assert.deepEqual(await readdir(temporary), [kept])
  })

  test('remove a folder without a database only when its start is long over', async (context) => {
    const temporary = await useTemporaryFolder(context)
    const hourAgo = new Date(Date.now() - 60 * 60 * 1000)
    for (const name of ['atproto-devnet-1-young', 'atproto-devnet-1-old', 'other-old']) {
      await mkdir(join(temporary, name))
      if (!name.endsWith('old')) continue
      await utimes(join(temporary, name), hourAgo, hourAgo)
    }
    await mkdir(join(temporary, 'atproto-devnet-old-empty'))
    await writeFile(join(temporary, 'atproto-devnet-old-empty', 'devnet.sqlite'), '')
    await utimes(join(temporary, 'atproto-devnet-old-empty'), hourAgo, hourAgo)

    await sweepTemporaryFolders()

    context.assert.sameMembers(await readdir(temporary), ['atproto-devnet-1-young', 'other-old'])
  })

  test('keep what is not a folder of this user', async (context) => {
    const temporary = await useTemporaryFolder(context)
    const elsewhere = await tempFolder()
    await writeFile(join(elsewhere, 'devnet.sqlite'), 'not a database')
    await symlink(elsewhere, join(temporary, 'atproto-devnet-1-link'))
    await writeFile(join(temporary, 'atproto-devnet-1-file'), '')
    await mkdir(join(temporary, 'atproto-devnet-1-broken'))
    await writeFile(join(temporary, 'atproto-devnet-1-broken', 'devnet.sqlite'), 'not a database')
    const getuid = process.getuid!
    context.cleanup(() => void (process.getuid = getuid))

    await sweepTemporaryFolders()
    process.getuid = () => getuid() + 1
    await mkdir(join(temporary, 'atproto-devnet-1-foreign'))
    await utimes(join(temporary, 'atproto-devnet-1-foreign'), 0, 0)
    await sweepTemporaryFolders()

    const names = await readdir(temporary)
    context.assert.includeMembers(
      names,
      ['link', 'file', 'broken', 'foreign'].map((name) => `atproto-devnet-1-${name}`)
    )
    context.assert.lengthOf(await readdir(elsewhere), 1)
  })
})

test.group('Windows', () => {
  test('throw at the start, and name WSL', async ({ assert, cleanup }) => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform')!
    cleanup(() => void Object.defineProperty(process, 'platform', platform))
    Object.defineProperty(process, 'platform', { ...platform, value: 'win32' })

    const error = await startDevnet().catch((reason) => reason)

    assert.equal(error.code, 'E_UNSUPPORTED_PLATFORM')
    assert.match(error.message, /^The devnet does not run on Windows/)
    assert.match(error.help, /WSL/)
  })
})
