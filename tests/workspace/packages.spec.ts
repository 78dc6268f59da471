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

    test('pack the build, README and license, but no tests or sources', ({ assert }) => {
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

    test('pass publint', async ({ assert }) => {
      assert.match(await run('publint', ['run', tarball, '--strict'], { cwd }), /All good!/)
    })

    test('pass "are the types wrong?"', async ({ assert }) => {
      const args = [tarball, '--profile', 'esm-only', '--no-emoji']
      await assert.doesNotReject(() => run('attw', args, { cwd }))
    })

    test('import {$self}')
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
