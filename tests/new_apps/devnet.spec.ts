import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { NodeProcess, run } from '@tests/support/processes'
import { pack } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { AppFiles } from './harness/app_files.js'

const FREE_PORTS = ['plc', 'pds', 'tap'].map((name) => `--${name}-port=0`)

test.group('The devnet beside an app', () => {
  test('install by one line and start although the app has an older better-sqlite3', async ({
    assert,
  }) => {
    const app = new AppFiles(await tempFolder())
    const tarball = await pack('devnet', await tempFolder())
    const manifest = {
      dependencies: { 'better-sqlite3': '^12.6.2' },
      overrides: { '@atproto-labs/handle-resolver-node': '0.2.8' },
    }
    await writeFile(join(app.dir, 'package.json'), JSON.stringify(manifest))
    // Without scripts, because that of the older one downloads or compiles what nobody needs here.
    const args = ['i', '-D', tarball, '--ignore-scripts', '--prefer-offline', '--no-audit']
    await run('npm', args, { cwd: app.dir, timeout: 250_000 })

    const versionIn = async (folder: string) =>
      (await app.readJson(join(folder, 'node_modules/better-sqlite3/package.json'))).version
    assert.match(await versionIn('.'), /^12\./)
    assert.match(await versionIn('node_modules/adonisjs-atproto-devnet'), /^13\./)

    const cli = join(app.dir, 'node_modules/.bin/atproto-devnet')
    const devnet = NodeProcess.forTest([cli, ...FREE_PORTS], { cwd: app.dir })
    await devnet.prints('The network is up')
    assert.include(await devnet.kill('SIGINT'), { exitCode: 0 })
  })
})
