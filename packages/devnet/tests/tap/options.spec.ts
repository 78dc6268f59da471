import { test } from '@japa/runner'
import { startTap } from '../../src/tap/start_tap.js'

const URLS = { pdsUrl: 'http://localhost:2583', plcUrl: 'http://localhost:2582' }

test.group('Tap | options', () => {
  test('throw: {message}')
    .with([
      {
        options: { pdsUrl: 'localhost:2583' },
        message:
          'Invalid Tap option "pdsUrl": expected an http: or https: URL, got "localhost:2583"',
      },
      {
        options: { plcUrl: '' },
        message: 'Invalid Tap option "plcUrl": expected an http: or https: URL, got ""',
      },
      {
        options: { webhookUrl: 'ftp://localhost' },
        message:
          'Invalid Tap option "webhookUrl": expected an http: or https: URL, got "ftp://localhost"',
      },
      {
        options: { signalCollection: 'xyz.statusphere.*' },
        message:
          'Invalid Tap option "signalCollection": expected one NSID, got "xyz.statusphere.*"',
      },
      {
        options: { retryTimeout: 0 },
        message: 'Invalid Tap option "retryTimeout": expected more than 0 milliseconds, got 0',
      },
    ])
    .run(async ({ assert }, { options, message }) => {
      await assert.rejects(() => startTap({ ...URLS, ...options }), message)
    })
})
