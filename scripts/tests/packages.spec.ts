import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { ROOT, workspaceEnv } from '../workspace.mjs'

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
      const { stdout } = await run(join(ROOT, 'node_modules/.bin/publint'), [
        'run',
        tarball,
        '--strict',
      ])
      assert.match(stdout, /All good!/)
    })

    test('packs types that resolve', async ({ assert }) => {
      const { stdout } = await run(join(ROOT, 'node_modules/.bin/attw'), [
        tarball,
        '--profile',
        'esm-only',
        '--no-emoji',
      ])
      assert.notMatch(stdout, /NoResolution|UntypedResolution|InternalResolutionError/)
    })

    test('imports by every name it exports')
      .with(Object.keys(manifest.exports))
      .run(async ({ assert }, entry) => {
        const specifier = entry.replace(/^\./, manifest.name)
        const resolved = createRequire(join(folder, 'package.json')).resolve(specifier)
        const script = `await import(${JSON.stringify(pathToFileURL(resolved).href)})`
        await assert.doesNotReject(() =>
          run(process.execPath, ['--input-type=module', '-e', script])
        )
      })
  })
}
