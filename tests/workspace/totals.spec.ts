import { test } from '@japa/runner'
import { runStep } from '../../scripts/test/run_step.mjs'
import { describeTotals, readJapaSummary, sum } from '../../scripts/test/totals.mjs'

/** The result without what differs each time. */
async function resultOf(step: Parameters<typeof runStep>[0]) {
  const { processorSeconds, ...result } = await runStep(step, { print: () => {} })
  return result
}

function prints(text: string, exitCode = 0) {
  const script = `console.log(${JSON.stringify(text)}); process.exit(${exitCode})`
  return { command: [process.execPath, '-e', script], counts: true }
}

test.group('Totals', () => {
  test('read a summary: {title}')
    .with([
      {
        title: 'all passed',
        line: 'Tests  12 passed (12)',
        totals: { passed: 12, failed: 0, skipped: 0 },
      },
      {
        title: 'a mixture',
        line: ' Tests  3 passed, 1 failed, 2 skipped, 1 todo (7)',
        totals: { passed: 3, failed: 1, skipped: 3 },
      },
      {
        title: 'in colour',
        line: '\u001B[2mTests\u001B[22m  \u001B[32m3 passed\u001B[39m (3)',
        totals: { passed: 3, failed: 0, skipped: 0 },
      },
    ])
    .run(({ assert }, { line, totals }) => {
      assert.deepEqual(readJapaSummary(`some suite\n\n${line}\n Time   4ms\n`), totals)
    })

  test('return undefined when a run printed no summary', ({ assert }) => {
    assert.isUndefined(readJapaSummary('Tests are about to begin\n'))
  })

  test('add up the totals of all suites', ({ assert }) => {
    const totals = sum([
      { passed: 3, failed: 0, skipped: 1 },
      { passed: 4, failed: 2, skipped: 0 },
    ])
    assert.equal(describeTotals(totals), '7 passed, 2 failed, 1 skipped')
  })
})

test.group('A step', () => {
  test('count the tests of a suite', async ({ assert }) => {
    assert.deepEqual(await resultOf(prints('Tests  2 passed (2)')), {
      totals: { passed: 2, failed: 0, skipped: 0 },
    })
  })

  test('fail when a suite ran no tests', async ({ assert }) => {
    assert.deepEqual(await resultOf(prints('Tests  1 skipped (1)')), {
      totals: { passed: 0, failed: 1, skipped: 0 },
      note: 'ran no tests',
      failure: 'Tests  1 skipped (1)',
    })
    assert.deepEqual(await resultOf(prints('no tests found')), {
      totals: { passed: 0, failed: 1, skipped: 0 },
      note: 'ended with 0 and ran no tests',
      failure: 'no tests found',
    })
  })

  test('fail when a suite dies after its tests have passed', async ({ assert }) => {
    assert.deepEqual(await resultOf(prints('Tests  2 passed (2)', 7)), {
      totals: { passed: 2, failed: 1, skipped: 0 },
      note: 'its tests passed, and then it ended with 7',
      failure: 'Tests  2 passed (2)',
    })
  })

  test('stop a suite that no longer prints anything, and fail', async ({ assert }) => {
    const script = `console.log('Tests  2 passed (2)'); setInterval(() => {}, 1_000)`
    const step = { command: [process.execPath, '-e', script], counts: true }
    const { totals, note } = await runStep(step, { print: () => {}, longestSilence: 2_000 })
    assert.deepEqual(totals, { passed: 2, failed: 1, skipped: 0 })
    assert.equal(note, 'printed nothing for too long, and was stopped')
  })

  test('skip a step that cannot run, with the reason', async ({ assert }) => {
    const step = { ...prints('never run'), missing: () => 'skipped, no Chromium found' }
    assert.deepEqual(await resultOf(step), {
      totals: { passed: 0, failed: 0, skipped: 1 },
      note: 'skipped, no Chromium found',
    })
  })
})
