import { spawnSync } from 'node:child_process'
import { test } from '@japa/runner'
import { ROOT } from '@tests/support/workspace'

function runOn(version: string) {
  const script = `
    Object.defineProperty(process.versions, 'node', { value: '${version}' })
    await import('./scripts/node_version.mjs')
    console.log('went on')`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    encoding: 'utf8',
  })
}

test.group('The commands on an old Node.js', () => {
  test('exit with the version that is needed when Node.js is too old', ({ assert }) => {
    const { status, stderr, stdout } = runOn('18.20.4')
    assert.equal(status, 1)
    assert.equal(stdout, '')
    assert.equal(
      stderr.trim(),
      'Node.js 20 or newer is needed to set this workspace up, and this is 18.20.4. Get a newer one from https://nodejs.org.'
    )
  })

  test('run on Node.js 20', ({ assert }) => {
    assert.equal(runOn('20.0.0').stdout.trim(), 'went on')
  })
})
