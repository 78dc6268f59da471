import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { ROOT } from '@tests/support/workspace'

const read = (...path: string[]) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'))

/** Without Japa: the specs of a set need the one that they are written for. */
const peersOf = (name: string): [string, string][] =>
  Object.entries<string>(read('packages', name, 'package.json').peerDependencies).filter(
    ([peer]) => !peer.startsWith('@japa/')
  )

test.group('Version sets', () => {
  test('install the oldest peers that the ranges allow: {$self}')
    .with(['adonis-6-oldest', 'adonis-7-oldest'])
    .run(({ assert }, set) => {
      for (const [peer, range] of [...peersOf('oauth'), ...peersOf('tap')]) {
        const { version } = read('tests/versions', set, 'node_modules', peer, 'package.json')
        assert.include(range.split(' || '), `^${version}`, peer)
      }
    })

  test('exit with the possible names for {args}')
    .with([
      { args: '', error: 'There is no set "" in tests/versions' },
      { args: 'adonis-5 oauth', error: 'There is no set "adonis-5" in tests/versions' },
      { args: 'adonis-6 devnet', error: 'There are no specs of "devnet" to run' },
    ])
    .run(({ assert }, { args, error }) => {
      const { status, stderr } = spawnSync(
        process.execPath,
        ['versions/run.ts', ...args.split(' ')],
        { cwd: join(ROOT, 'tests'), encoding: 'utf8' }
      )
      assert.equal(status, 1)
      assert.include(stderr, error)
    })
})
