import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from '@japa/runner'
import { run } from '@tests/support/processes'
import { tempFolder } from '@tests/support/temp_folder'
import { ROOT } from '@tests/support/workspace'

/** An empty app and its AdonisJS 6 copy, which the real script keeps in sync. */
async function createApps() {
  const folder = await tempFolder()
  const path = (name: string) => join(folder, name)
  const script = 'statusphere-v6/sync.ts'
  await cp(join(ROOT, 'examples', script), path(script), { recursive: true })
  return {
    path,
    async write(name: string, contents: string) {
      await mkdir(dirname(path(name)), { recursive: true })
      await writeFile(path(name), contents)
    },
    has: (name: string) => existsSync(path(name)),
    read: (name: string) => readFile(path(name), 'utf8'),
    sync: () => run(process.execPath, [path(script)]),
  }
}

test.group('Statusphere for AdonisJS 6', () => {
  test('copy the app, and keep the files that differ on AdonisJS 6', async ({ assert }) => {
    const apps = await createApps()
    await apps.write('statusphere/app/models/status.ts', 'of the app')
    await apps.write('statusphere/config/app.ts', 'for 7')
    await apps.write('statusphere/config/encryption.ts', 'for 7')
    await apps.write('statusphere-v6/config/app.ts', 'for 6')
    await apps.sync()

    assert.equal(await apps.read('statusphere-v6/app/models/status.ts'), 'of the app')
    assert.equal(await apps.read('statusphere-v6/config/app.ts'), 'for 6')
    assert.isFalse(apps.has('statusphere-v6/config/encryption.ts'))
  })

  test('copy changes and deletions', async ({ assert }) => {
    const apps = await createApps()
    await apps.write('statusphere/start/routes.ts', 'first')
    await apps.write('statusphere/start/kernel.ts', 'first')
    await apps.sync()

    await apps.write('statusphere/start/routes.ts', 'second')
    await rm(apps.path('statusphere/start/kernel.ts'))
    await apps.sync()
    assert.equal(await apps.read('statusphere-v6/start/routes.ts'), 'second')
    assert.isFalse(apps.has('statusphere-v6/start/kernel.ts'))
  })

  test('keep its own secrets and state', async ({ assert }) => {
    const apps = await createApps()
    await apps.write('statusphere/.env', 'APP_KEY=of-7')
    await apps.write('statusphere/.env.example', 'APP_KEY=')
    await apps.write('statusphere/tmp/db.sqlite3', 'of 7')
    await apps.write('statusphere-v6/.env', 'APP_KEY=of-6')
    await apps.sync()

    assert.equal(await apps.read('statusphere-v6/.env'), 'APP_KEY=of-6')
    assert.isTrue(apps.has('statusphere-v6/.env.example'))
    assert.isFalse(apps.has('statusphere-v6/tmp/db.sqlite3'))
  })
})
