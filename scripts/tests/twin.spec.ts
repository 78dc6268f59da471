import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { NODE, ROOT } from '../workspace.mjs'

const exec = promisify(execFile)

/** An app and its AdonisJS 6 twin, laid by the real script. */
async function layTwin(cleanup: (remove: () => Promise<void>) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'twin-'))
  cleanup(() => rm(folder, { recursive: true }))
  const path = (name: string) => join(folder, name)
  const write = async (name: string, contents: string) => {
    await mkdir(dirname(path(name)), { recursive: true })
    await writeFile(path(name), contents)
  }

  await cp(join(ROOT, 'examples/statusphere-v6/sync.ts'), path('statusphere-v6/sync.ts'), {
    recursive: true,
  })
  return {
    write,
    path,
    has: (name: string) => existsSync(path(name)),
    read: (name: string) => readFile(path(name), 'utf8'),
    lay: () => exec(NODE, [path('statusphere-v6/sync.ts')]),
  }
}

test.group('The AdonisJS 6 twin of the example', () => {
  test('gets what the app has, and keeps what AdonisJS 6 needs otherwise', async ({
    assert,
    cleanup,
  }) => {
    const twin = await layTwin(cleanup)
    await twin.write('statusphere/app/models/status.ts', 'of the app')
    await twin.write('statusphere/config/app.ts', 'for 7')
    await twin.write('statusphere/config/encryption.ts', 'for 7')
    await twin.write('statusphere-v6/config/app.ts', 'for 6')
    await twin.lay()

    assert.equal(await twin.read('statusphere-v6/app/models/status.ts'), 'of the app')
    assert.equal(await twin.read('statusphere-v6/config/app.ts'), 'for 6')
    assert.isFalse(twin.has('statusphere-v6/config/encryption.ts'))
  })

  test('follows a change and a removal', async ({ assert, cleanup }) => {
    const twin = await layTwin(cleanup)
    await twin.write('statusphere/start/routes.ts', 'first')
    await twin.write('statusphere/start/kernel.ts', 'first')
    await twin.lay()

    await twin.write('statusphere/start/routes.ts', 'second')
    await rm(twin.path('statusphere/start/kernel.ts'))
    await twin.lay()
    assert.equal(await twin.read('statusphere-v6/start/routes.ts'), 'second')
    assert.isFalse(twin.has('statusphere-v6/start/kernel.ts'))
  })

  test('takes neither secrets nor state from the app, and keeps its own', async ({
    assert,
    cleanup,
  }) => {
    const twin = await layTwin(cleanup)
    await twin.write('statusphere/.env', 'APP_KEY=of-7')
    await twin.write('statusphere/.env.example', 'APP_KEY=')
    await twin.write('statusphere/tmp/db.sqlite3', 'of 7')
    await twin.write('statusphere-v6/.env', 'APP_KEY=of-6')
    await twin.lay()

    assert.equal(await twin.read('statusphere-v6/.env'), 'APP_KEY=of-6')
    assert.isTrue(twin.has('statusphere-v6/.env.example'))
    assert.isFalse(twin.has('statusphere-v6/tmp/db.sqlite3'))
  })
})
