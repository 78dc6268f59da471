import { test } from '@japa/runner'
import { NodeProcess } from '@tests/support/processes'
import { ROOT } from '@tests/support/workspace'

test.group('npm test', () => {
  test('stop without totals when it is interrupted', async ({ assert }) => {
    const run = NodeProcess.forTest(['scripts/test.mjs', 'lint'], { cwd: ROOT })
    await run.prints('› lint')

    const { exitCode, output } = await run.kill('SIGINT')
    assert.equal(exitCode, 130)
    assert.notMatch(output, /\d+ passed, \d+ failed/)
  })
})
