import { test } from '@japa/runner'
import { startTap } from '../../src/tap/start_tap.js'

const URLS = { pdsUrl: 'http://localhost:2583', plcUrl: 'http://localhost:2582' }

test.group('Tap | options', () => {
  test('say: {message}')
    .with([
      {
        options: { pdsUrl: 'localhost:2583' },
        message: 'Tap\'s option "pdsUrl" must start with http:// or https://, not "localhost:2583"',
      },
      {
        options: { plcUrl: '' },
        message: 'Tap\'s option "plcUrl" must start with http:// or https://, not ""',
      },
      {
        options: { webhookUrl: 'ftp://localhost' },
        message:
          'Tap\'s option "webhookUrl" must start with http:// or https://, not "ftp://localhost"',
      },
      {
        options: { signalCollection: 'xyz.statusphere.*' },
        message: 'Tap\'s option "signalCollection" must be one whole NSID, not "xyz.statusphere.*"',
      },
      {
        options: { retryTimeout: 0 },
        message: 'Tap\'s option "retryTimeout" must be more than 0 milliseconds, not 0',
      },
    ])
    .run(async ({ assert }, { options, message }) => {
      await assert.rejects(() => startTap({ ...URLS, ...options }), message)
    })
})
