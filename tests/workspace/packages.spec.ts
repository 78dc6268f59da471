import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { run } from '@tests/support/processes'
import { pack } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { ROOT } from '@tests/support/workspace'

for (const name of ['devnet', 'oauth', 'tap']) {
  const cwd = join(ROOT, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))

  test.group(manifest.name, (group) => {
    let tarball: string
    let contents: string[]

    group.setup(async () => {
      tarball = await pack(name, await tempFolder())
      const listing = await run('tar', ['-tzf', tarball])
      contents = listing.trim().split('\n')
    })

    test('pack what runs, the readme and the licence, and neither tests nor sources', ({
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

    test('pack to a package in which publint finds no fault', async ({ assert }) => {
      assert.match(await run('publint', ['run', tarball, '--strict'], { cwd }), /All good!/)
    })

    test('pack types that resolve', async ({ assert }) => {
      const args = [tarball, '--profile', 'esm-only', '--no-emoji']
      await assert.doesNotReject(() => run('attw', args, { cwd }))
    })

    test('import by the name {$self}')
      .with(Object.keys(manifest.exports).map((entry) => entry.replace(/^\./, manifest.name)))
      .run(async ({ assert }, specifier) => {
        const args = ['--input-type=module', '-e', importScript(specifier)]
        await assert.doesNotReject(() => run(process.execPath, args, { cwd }))
      })
  })
}

/** A service waits for its app to boot: here an app that does so at once. */
function importScript(specifier: string) {
  const attributes = specifier.endsWith('.json') ? `, { with: { type: 'json' } }` : ''
  const app = specifier.includes('/services/')
    ? `(await import('@adonisjs/core/services/app')).setApp({ booted() {} });`
    : ''
  return `${app} await import('${specifier}'${attributes})`
}
