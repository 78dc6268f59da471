import { test } from '@japa/runner'
import { takePort } from '@tests/support/ports'
import { NodeProcess } from '@tests/support/processes'

test.group('A port in use', () => {
  test('end the web server with an error', async ({ assert }) => {
    const port = String(await takePort())
    const web = NodeProcess.forTest([...process.execArgv, 'bin/server.ts'], {
      env: { PORT: port, APP_URL: `http://127.0.0.1:${port}`, TAP_LISTEN: 'false' },
    })
    const { exitCode, output } = await web.ended
    assert.equal(exitCode, 1)
    assert.match(output, new RegExp(`EADDRINUSE[^]+127\\.0\\.0\\.1:${port}`))
  })
})
