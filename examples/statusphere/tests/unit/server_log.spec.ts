import { test } from '@japa/runner'
import ServerLog from '#services/server_log'

test.group('Server log', () => {
  function setUp() {
    const lines: string[] = []
    const add = (line: string) => void lines.push(line)
    return { lines, log: new ServerLog({ warn: add, info: add } as never) }
  }

  test('log one line when a server stops responding, and one when it responds again', ({
    assert,
  }) => {
    const { lines, log } = setUp()
    log.succeeded('https://pds.example')
    for (let failure = 0; failure < 100; failure++) log.failed('https://pds.example', 'timeout')
    log.succeeded('https://pds.example')
    log.succeeded('https://pds.example')

    assert.lengthOf(lines, 2)
    assert.equal(lines[0], 'The account server https://pds.example does not respond: timeout')
    assert.match(lines[1], /responds again, after 0 s and 100 failed writes$/)
  })

  test('log each server separately', ({ assert }) => {
    const { lines, log } = setUp()
    log.failed('https://one.example', 'timeout')
    log.failed('https://two.example', 'timeout')
    assert.lengthOf(lines, 2)
  })
})
