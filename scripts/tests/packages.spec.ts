import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { NODE, ROOT, workspaceEnv } from '../workspace.mjs'

const exec = promisify(execFile)

for (const name of ['devnet', 'oauth', 'tap']) {
  const folder = join(ROOT, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const run = (command: string, args: string[]) =>
    exec(command, args, { cwd: folder, env: workspaceEnv() })

  test.group(manifest.name, (group) => {
    let tarball: string
    let contents: string[]

    group.setup(async () => {
      const destination = await mkdtemp(join(tmpdir(), 'packed-'))
      await run('pnpm', ['pack', '--pack-destination', destination])
      tarball = join(destination, `${manifest.name}-${manifest.version}.tgz`)
      const { stdout } = await run('tar', ['-tzf', tarball])
      contents = stdout.trim().split('\n')
      return () => rm(destination, { recursive: true })
    })

    test('packs what runs, its readme and its licence, and neither tests nor sources', ({
      assert,
    }) => {
      assert.includeMembers(contents, [
        'package/README.md',
        'package/LICENSE.md',
        'package/build/index.js',
      ])

      const strays = contents.filter(
        (path) => /(^|\/)tests?\//.test(path) || /\.spec\./.test(path) || /(?<!\.d)\.ts$/.test(path)
      )
      assert.deepEqual(strays, [])
    })

    test('packs to a package that publint finds no fault with', async ({ assert }) => {
      const { stdout } = await run('publint', ['run', tarball, '--strict'])
      assert.match(stdout, /All good!/)
    })

    test('packs types that resolve', async ({ assert }) => {
      await assert.doesNotReject(() =>
        run('attw', [tarball, '--profile', 'esm-only', '--no-emoji'])
      )
    })

    test('imports by the name {$self}')
      .with(Object.keys(manifest.exports).map((entry) => entry.replace(/^\./, manifest.name)))
      .run(async ({ assert }, specifier) => {
        const script = importScript(specifier)
        await assert.doesNotReject(() => run(NODE, ['--input-type=module', '-e', script]))
      })
  })
}

/** A service waits for the app that it is a part of: here one that never comes up. */
function importScript(specifier: string) {
  const attributes = specifier.endsWith('.json') ? `, { with: { type: 'json' } }` : ''
  const app = specifier.includes('/services/')
    ? `(await import('@adonisjs/core/services/app')).setApp({ booted() {} });`
    : ''
  return `${app} await import('${specifier}'${attributes})`
}
