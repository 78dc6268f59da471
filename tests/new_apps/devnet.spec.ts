import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { run } from '@tests/support/processes'
import { pack } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { AppFiles } from './harness/app_files.js'

test.group('The devnet beside an app', () => {
  test('install by one line although the app has an older better-sqlite3', async ({ assert }) => {
    const app = new AppFiles(await tempFolder())
    const tarball = await pack('devnet', await tempFolder())
    const manifest = {
      dependencies: { 'better-sqlite3': '^12.6.2' },
      overrides: { '@atproto-labs/handle-resolver-node': '0.2.8' },
    }
    await writeFile(join(app.dir, 'package.json'), JSON.stringify(manifest))
    // What npm resolves, without a download.
    await run('npm', ['i', '-D', tarball, '--package-lock-only'], { cwd: app.dir })

    const { packages } = await app.readJson('package-lock.json')
    assert.match(packages['node_modules/better-sqlite3'].version, /^12\./)
    const own = 'node_modules/adonisjs-atproto-devnet/node_modules/better-sqlite3'
    assert.match(packages[own].version, /^13\./)
  })
})
