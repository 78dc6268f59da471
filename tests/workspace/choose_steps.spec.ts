import { spawnSync } from 'node:child_process'
import { test } from '@japa/runner'
import { ROOT } from '@tests/support/workspace'
import { chooseSteps, LONGER_STEPS, STEPS } from '../../scripts/test/steps.mjs'

const namesOf = (steps: { name: string }[]) => steps.map(({ name }) => name)

test.group('The steps to run', () => {
  test('choose the default steps without a name, and all of them with "all"', ({ assert }) => {
    assert.deepEqual(chooseSteps([]), STEPS)
    assert.deepEqual(chooseSteps(['all']), [...STEPS, ...LONGER_STEPS])
  })

  test('choose steps by name', ({ assert }) => {
    assert.deepEqual(namesOf(chooseSteps(['real-tap', 'oauth'])), ['oauth', 'real-tap'])
  })

  test('pass flags to the suites', ({ assert }) => {
    const steps = chooseSteps(['oauth', 'oauth-6', '--files', 'sign_in', '--bail'])
    assert.deepEqual(namesOf(steps), ['oauth', 'oauth-6'])
    for (const { command } of steps) {
      assert.deepEqual(command.slice(-3), ['--files', 'sign_in', '--bail'])
    }
  })

  test('exit with an error message for {args}')
    .with([
      { args: ['nope'], sentence: 'There is no "nope" to test.' },
      { args: ['oauth', 'sign_in'], sentence: 'There is no "sign_in" to test.' },
      {
        args: ['--files', 'sign_in'],
        sentence: 'Name the suite that "--files sign_in" is for: npm test -- oauth --files sign_in',
      },
      { args: ['lint', '--fix'], sentence: '"lint" is not a suite, and does not take "--fix".' },
    ])
    .run(({ assert }, { args, sentence }) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['scripts/test.mjs', ...args],
        { cwd: ROOT, encoding: 'utf8' }
      )
      assert.equal(status, 1)
      assert.equal(stdout, '')
      assert.isTrue(stderr.trim().startsWith(sentence), stderr)
    })
})
