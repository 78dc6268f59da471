import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { ROOT } from '../workspace.mjs'

const read = (...path: string[]) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'))

const peersOf = (name: string): [string, string][] =>
  Object.entries(read('packages', name, 'package.json').peerDependencies)

test.group('The sets of matrix/', () => {
  test('hold the oldest peers that the ranges allow: {$self}')
    .with(['adonis-6-oldest', 'adonis-7-oldest'])
    .run(({ assert }, set) => {
      for (const [peer, range] of [...peersOf('oauth'), ...peersOf('tap')]) {
        const { version } = read('matrix', set, 'node_modules', peer, 'package.json')
        assert.include(range.split(' || '), `^${version}`, peer)
      }
    })

  test('say what can be named: {args}')
    .with([
      { args: '', answer: 'There is no set "" in matrix/' },
      { args: 'adonis-5 oauth', answer: 'There is no set "adonis-5" in matrix/' },
      { args: 'adonis-6 devnet', answer: 'There are no specs of "devnet" to run' },
    ])
    .run(({ assert }, { args, answer }) => {
      const { status, stderr } = spawnSync(
        process.execPath,
        ['scripts/matrix/run.mjs', ...args.split(' ')],
        { cwd: ROOT, encoding: 'utf8' }
      )
      assert.equal(status, 1)
      assert.include(stderr, answer)
    })
})
