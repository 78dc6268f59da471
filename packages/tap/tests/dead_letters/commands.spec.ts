import type { Kernel } from '@adonisjs/core/ace'
import { IgnitorFactory } from '@adonisjs/core/factories'
import { test } from '@japa/runner'
import { pretendTerminal } from '@tests/support/terminal'
import TapFailed from '../../commands/tap_failed.js'
import TapForget from '../../commands/tap_forget.js'
import TapRetry from '../../commands/tap_retry.js'
import type { DeadLetterStore } from '../../src/dead_letter.js'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { defineConfig } from '../../src/define_config.js'
import { BOB, cleanup, identityEvent, recordEvent, STATUS } from '../helpers.js'

const EVIL = '\u001B[2J\u202Eevil'

/**
 * The ace of an app in which three events were set aside: two records and an identity.
 */
async function setup(deadLetters: DeadLetterStore | false = new MemoryDeadLetterStore()) {
  const state = { isFailing: true }
  const handle = async (_: unknown) => {
    if (state.isFailing) throw new Error(`Cannot index ${EVIL}`)
  }
  const ignitor = new IgnitorFactory()
    .withCoreConfig()
    .withCoreProviders()
    .merge({
      config: {
        logger: { default: 'app', loggers: { app: { enabled: false } } },
        tap: defineConfig({
          url: 'http://127.0.0.1:2480',
          attempts: 1,
          deadLetters,
        }),
      },
      rcFileContents: { providers: [() => import('../../providers/tap_provider.js')] },
    })
    .create(new URL('../app/', import.meta.url), { importer: (path) => import(path) })
  const app = ignitor.createApp('console')
  await app.init()
  await app.boot()
  cleanup(() => app.terminate())
  const tap = await app.container.make('tap')
  tap.index(STATUS, handle).identity(handle)
  await tap.dispatch(recordEvent({ rkey: 'a' }))
  await tap.dispatch(recordEvent({ rkey: 'b', did: BOB }))
  await tap.dispatch(identityEvent())

  const ace = await app.container.make('ace')
  ace.ui.switchMode('raw')
  return { ace, state, tap }
}

type Command = Parameters<Kernel['create']>[0]

async function run(
  ace: Kernel,
  Command: unknown,
  args: string[],
  answer?: { to: string; with: boolean }
) {
  const command = await ace.create(Command as Command, args)
  pretendTerminal(answer !== undefined)
  if (answer) {
    const question = command.prompt.trap(answer.to)
    if (answer.with) question.accept()
    else question.reject()
  }
  ace.ui.logger.flushLogs()
  await command.exec()
  const output = ace.ui.logger.getLogs().map(({ message }) => message)
  return { exitCode: command.exitCode, output: output.join('\n') }
}

test.group('node ace tap:failed', () => {
  test('list dead letters, and count them', async ({ assert }) => {
    const { ace } = await setup()
    const { exitCode, output } = await run(ace, TapFailed, [])
    assert.equal(exitCode, 0)
    assert.match(
      output,
      /1\|failed\|\d{4}-\d\d-\d\d [\d:]+ UTC\|at:\/\/\S+\/a\|Error: Cannot index/
    )
    assert.include(output, `identity of did:plc:alice`)
    assert.include(
      output,
      '3 dead letters\n  2 failed: xyz.statusphere.status\n  1 failed: identity'
    )
  })

  test('escape control characters', async ({ assert }) => {
    const { ace } = await setup()
    for (const args of [[], ['1']]) {
      const { output } = await run(ace, TapFailed, args)
      assert.include(output, 'Cannot index \\u001b[2J\\u202eevil')
      assert.notInclude(output, '\u001B')
    }
  })

  test('list the letters that match {args}')
    .with([
      { args: ['--collection', STATUS], subjects: ['/a', '/b'] },
      { args: ['--did', BOB], subjects: ['/b'] },
      { args: ['--identity'], subjects: ['identity'] },
      { args: ['--limit', '1'], subjects: ['/a'] },
      { args: ['--limit', '1', '--after', '1'], subjects: ['/b'] },
      { args: ['--reason', 'invalid'], subjects: [] },
    ])
    .run(async ({ assert }, { args, subjects }) => {
      const { ace } = await setup()
      const { output } = await run(ace, TapFailed, [...args, '--json'])
      const letters = JSON.parse(output) as { uri: string | null; kind: string }[]
      assert.deepEqual(
        letters.map(({ uri, kind }) => uri?.slice(uri.lastIndexOf('/')) ?? kind),
        subjects
      )
    })

  test('print the command that lists the next page', async ({ assert }) => {
    const { ace } = await setup()
    const { output } = await run(ace, TapFailed, ['--limit', '2'])
    assert.include(output, 'use --after=2')
  })

  test('print one letter with the frame that the server sent', async ({ assert }) => {
    const { ace } = await setup()
    const { output } = await run(ace, TapFailed, ['1'])
    assert.include(output, 'Dead letter 1: at://did:plc:alice')
    assert.include(output, 'failed, after 1 attempts')
    assert.include(output, '      "status": "👍"')
  })

  test('print a message when there are none', async ({ assert }) => {
    const { ace, tap } = await setup()
    await tap.deadLetters.forget({})
    const { output } = await run(ace, TapFailed, [])
    assert.equal(output, 'There are no dead letters')
  })

  test('fail on {args}')
    .with([
      { args: ['99'], message: 'There is no dead letter 99' },
      { args: ['x'], message: 'Invalid id "x". "node ace tap:failed" lists the ids' },
      { args: ['--reason', 'sad'], message: 'Invalid --reason "sad". Use one of failed,' },
      { args: ['--limit', '0'], message: '--limit must be a whole number above 0' },
    ])
    .run(async ({ assert }, { args, message }) => {
      const { ace } = await setup()
      const { exitCode, output } = await run(ace, TapFailed, args)
      assert.equal(exitCode, 1)
      assert.include(output, message)
    })

  test('fail with help when the config has no store for them', async ({ assert }) => {
    const { ace } = await setup(false)
    const { exitCode, output } = await run(ace, TapFailed, [])
    assert.equal(exitCode, 1)
    assert.include(output, 'Dead letters are not kept')
    assert.include(output, 'deadLetters: stores.lucid()')
  })
})

test.group('node ace tap:retry', () => {
  test('handle letters again, and delete what succeeds', async ({ assert }) => {
    const { ace, state, tap } = await setup()
    state.isFailing = false
    assert.deepInclude(await run(ace, TapRetry, ['1']), { exitCode: 0, output: '1 handled' })
    assert.deepInclude(await run(ace, TapRetry, ['--all']), { exitCode: 0, output: '2 handled' })
    assert.isEmpty(await tap.deadLetters.list())
    const { output } = await run(ace, TapRetry, ['--all'])
    assert.equal(output, 'There are no such dead letters')
  })

  test('exit with 2 and the reasons when letters fail again', async ({ assert }) => {
    const { ace, tap } = await setup()
    const { exitCode, output } = await run(ace, TapRetry, ['--collection', STATUS])
    assert.equal(exitCode, 2)
    assert.match(output, /1 at:\S+\/a: Error: Cannot index/)
    assert.include(output, '0 handled, 2 set aside again')
    assert.lengthOf(await tap.deadLetters.list(), 3)
  })

  test('fail without a selection, and with two', async ({ assert }) => {
    const { ace, tap } = await setup()
    for (const args of [[], ['1', '--all'], ['--all', '--did', BOB]]) {
      const { exitCode, output } = await run(ace, TapRetry, args)
      assert.equal(exitCode, 1)
      assert.include(output, 'Select letters by their ids')
    }
    const letters = await tap.deadLetters.list()
    assert.deepEqual(
      letters.map(({ attempts }) => attempts),
      [1, 1, 1]
    )
  })
})

test.group('node ace tap:forget', () => {
  test('delete letters by id', async ({ assert }) => {
    const { ace, tap } = await setup()
    const { output } = await run(ace, TapForget, ['1', '3'])
    assert.equal(output, '2 dead letters deleted')
    assert.lengthOf(await tap.deadLetters.list(), 1)
  })

  test('delete by filter after a confirmation', async ({ assert }) => {
    const { ace, tap } = await setup()
    await run(ace, TapForget, ['--all'], {
      to: 'Delete 3 dead letters? This cannot be undone',
      with: false,
    })
    assert.lengthOf(await tap.deadLetters.list(), 3)
    const { output } = await run(ace, TapForget, ['--identity'], {
      to: 'Delete 1 dead letter? This cannot be undone',
      with: true,
    })
    assert.equal(output, '1 dead letter deleted')
    await run(ace, TapForget, ['--all', '--older-than', '1', '--force'])
    assert.lengthOf(await tap.deadLetters.list(), 2)
    await run(ace, TapForget, ['--all', '--force'])
    assert.isEmpty(await tap.deadLetters.list())
  })

  test('fail without a terminal to confirm, and without --force', async ({ assert }) => {
    const { ace, tap } = await setup()
    const { exitCode, output } = await run(ace, TapForget, ['--all'])
    assert.equal(exitCode, 1)
    assert.include(output, 'There is no terminal to confirm the deletion. Use --force')
    assert.lengthOf(await tap.deadLetters.list(), 3)
  })

  test('fail when --older-than is given with ids', async ({ assert }) => {
    const { ace } = await setup()
    const { exitCode, output } = await run(ace, TapForget, ['1', '--older-than', '3'])
    assert.equal(exitCode, 1)
    assert.include(output, '--older-than takes a number of days')
  })
})
