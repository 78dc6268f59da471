import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { AppFiles } from '@tests/support/app_files'
import { NodeProcess, run } from '@tests/support/processes'
import { pack } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { OVERRIDES } from './harness/manifest.js'

const FREE_PORTS = ['plc', 'pds', 'tap'].map((name) => `--${name}-port=0`)

async function versionOfSqlite(app: AppFiles, folder: string): Promise<string> {
  const manifest = await app.readJson(join(folder, 'node_modules/better-sqlite3/package.json'))
  return manifest.version
}

async function startAndStop({ dir }: AppFiles) {
  const cli = join(dir, 'node_modules/.bin/atproto-devnet')
  const devnet = NodeProcess.forTest([cli, ...FREE_PORTS], { cwd: dir })
  await devnet.prints('The network is up')
  return devnet.kill('SIGINT')
}

test.group('The devnet beside an app', (group) => {
  let app: AppFiles
  let tarball: string

  group.setup(async () => {
    app = new AppFiles(await tempFolder())
    tarball = await pack('devnet', await tempFolder())
  })

  /**
   * Installs the devnet by the one line of its README, in an app with these packages. npm unpacks
   * only what the test before has not.
   */
  async function install(dependencies: Record<string, string>): Promise<void> {
    await rm(join(app.dir, 'package-lock.json'), { force: true })
    await app.writeJson('package.json', { dependencies, overrides: OVERRIDES })
    // Without scripts: those of other packages download or compile what nobody needs here.
    const args = ['i', '-D', tarball, '--ignore-scripts', '--prefer-offline', '--no-audit']
    await run('npm', args, { cwd: app.dir, timeout: 250_000 })
  }

  test('install by one line and start in an app without better-sqlite3', async ({ assert }) => {
    await install({})
    assert.match(await versionOfSqlite(app, '.'), /^13\./)
    assert.include(await startAndStop(app), { exitCode: 0 })
  })

  test('install with one command and start although the app has an older better-sqlite3', async ({
    assert,
  }) => {
    await install({ 'better-sqlite3': '^12.6.2' })
    assert.match(await versionOfSqlite(app, '.'), /^12\./)
    assert.match(await versionOfSqlite(app, 'node_modules/adonisjs-atproto-devnet'), /^13\./)
    assert.include(await startAndStop(app), { exitCode: 0 })
  })
})
