import { join } from 'node:path'
import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
import { describeRun } from '../../scripts/test/report.mjs'
import { runSteps } from '../../scripts/test/run_steps.mjs'
import { Turns } from '../../scripts/test/turns.mjs'

function step(name: string, seconds: number, script: string) {
  return { name, seconds, command: [process.execPath, '-e', script] }
}

/** A script that calls `then` once the file is there, which more than one event may tell it. */
const waitFor = (path: string) => `
  const { existsSync, watch } = require('node:fs')
  const { dirname } = require('node:path')
  const watcher = watch(dirname(${JSON.stringify(path)}))
  new Promise((resolve) => {
    const look = () => existsSync(${JSON.stringify(path)}) && resolve()
    watcher.on('change', look)
    setImmediate(look)
  }).then(() => { watcher.close(); then() })`

const write = (path: string) => `require('node:fs').writeFileSync(${JSON.stringify(path)}, '')`

async function outputOf(steps: object[], cores: number) {
  let output = ''
  const results = await runSteps(steps, { cores, print: (text: string) => (output += text) })
  return { output, results }
}

test.group('Turns', () => {
  test('print the first step live, and the others once it has ended', ({ assert }) => {
    let output = ''
    const turns = new Turns((text: string) => (output += text))
    const [first, second, third] = [turns.add(), turns.add(), turns.add()]

    third.write('c')
    third.end()
    second.write('b1 ')
    first.write('a ')
    assert.equal(output, 'a ')

    first.end()
    assert.equal(output, 'a b1 ')
    second.write('b2 ')
    assert.equal(output, 'a b1 b2 ')
    second.end()
    assert.equal(output, 'a b1 b2 c')
  })
})

test.group('The steps of a run', () => {
  test('run steps concurrently, with the output of each in one piece', async ({ assert }) => {
    const folder = await tempFolder()
    const [oneBegan, twoBegan] = [join(folder, 'one'), join(folder, 'two')]

    // Each ends only when the other has begun.
    const one = `console.log('one begins'); ${write(oneBegan)}; ${waitFor(twoBegan)}
      function then() { console.log('one ends') }`
    const two = `console.log('two begins'); ${write(twoBegan)}; ${waitFor(oneBegan)}
      function then() { console.log('two ends') }`
    const { output, results } = await outputOf([step('one', 2, one), step('two', 1, two)], 2)

    assert.equal(output, '› one\none begins\none ends\n› two\ntwo begins\ntwo ends\n')
    assert.deepEqual(
      results.map(({ totals }) => totals.failed),
      [0, 0]
    )
  })

  test('run two steps that mostly wait on one core, and no other beside them', async ({
    assert,
  }) => {
    const folder = await tempFolder()
    const [oneBegan, twoBegan] = [join(folder, 'one'), join(folder, 'two')]
    const shared = { cores: 0.5 }
    const one = `${write(oneBegan)}; ${waitFor(twoBegan)}; function then() {}`
    const two = `${write(twoBegan)}; ${waitFor(oneBegan)}; function then() { console.log('ends') }`
    const steps = [
      { ...step('one', 3, one), ...shared },
      step('whole', 2, ''),
      { ...step('two', 1, two), ...shared },
    ]
    const { output } = await outputOf(steps, 1)

    assert.equal(output, '› one\n› two\nends\n› whole\n')
  })

  test('start the longest step first, and return results in order', async ({ assert }) => {
    const steps = [step('short', 1, ''), step('long', 9, ''), step('medium', 5, '')]
    const { output, results } = await outputOf(steps, 1)

    assert.equal(output, '› long\n› medium\n› short\n')
    assert.deepEqual(
      results.map(({ name }) => name),
      ['short', 'long', 'medium']
    )
  })

  test('run all steps when one fails', async ({ assert }) => {
    const { results } = await outputOf(
      [step('bad', 2, 'process.exit(3)'), step('good', 1, 'console.log(1)')],
      1
    )
    assert.deepEqual(
      results.map(({ totals }) => totals.failed),
      [1, 0]
    )
  })

  test('keep the errors that a failed suite listed, or the last lines of a check', async ({
    assert,
  }) => {
    const listed = `console.log('\\u2714 passes\\n\\n ERRORS \\n\\n\\u276f Group / fails\\n\\n FAILED '); process.exit(1)`
    const check = `for (let line = 1; line <= 100; line++) console.log(line); process.exit(1)`
    const { results } = await outputOf([step('suite', 2, listed), step('check', 1, check)], 1)

    assert.equal(results[0]!.failure, '❯ Group / fails\n\n FAILED')
    assert.match(results[1]!.failure!, /^41\n.*\n100$/s)
  })

  test('measure the processor time of a step and its children', async ({ assert }) => {
    const busy = `for (const end = Date.now() + 400; Date.now() < end; );`
    const inChild = `require('node:child_process').spawnSync(process.execPath, ['-e', '${busy}'])`
    const { results } = await outputOf([step('busy', 1, inChild)], 1)

    const { processorSeconds } = results[0]!
    if (process.platform === 'linux') assert.isAbove(processorSeconds!, 0.05)
    else assert.isUndefined(processorSeconds)
  })

  test('start no step after an interrupt', async ({ assert }) => {
    const interruption = new AbortController()
    const print = () => interruption.abort()
    const steps = [step('running', 2, 'setInterval(() => {}, 1000)'), step('waiting', 1, '')]

    const results = await runSteps(steps, { cores: 1, print, signal: interruption.signal })
    assert.equal(results[1].note, 'did not run')
  })
})

test.group('The end of a run', () => {
  test('print durations, failures and totals', ({ assert }) => {
    const passed = {
      name: 'oauth',
      totals: { passed: 3, failed: 0, skipped: 0 },
      seconds: 66.6,
      processorSeconds: 31.2,
    }
    const failed = {
      name: 'lint',
      totals: { passed: 0, failed: 1, skipped: 0 },
      failure: '1:1  error\n\n1 problem',
      seconds: 7.4,
    }
    const skipped = {
      name: 'browser',
      totals: { passed: 0, failed: 0, skipped: 1 },
      note: 'skipped, no Chromium found',
      seconds: 0,
    }
    const results = [passed, failed, skipped]

    assert.deepEqual(describeRun(results, results).split('\n'), [
      '',
      'oauth    1 min 07 s, processor 31 s',
      'lint     7 s',
      'browser  0 s',
      '',
      'lint: failed',
      '  1:1  error',
      '',
      '  1 problem',
      '',
      'browser: skipped, no Chromium found',
      '3 passed, 1 failed, 1 skipped',
    ])
  })
})
