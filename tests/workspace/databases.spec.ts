import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { databases } from '@tests/support/databases'
import { NodeProcess } from '@tests/support/processes'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'

const MAIN = import.meta.resolve('@tests/support/databases')

function isListening(port: number) {
  return new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

for (const { dialect, name, missing, create } of databases) {
  test.group(name, (group) => {
    skipGroup(group, missing)

    test('give each caller an empty database of its own', async ({ assert }) => {
      const [one, other] = await Promise.all([create(), create()])
      assert.notDeepEqual(one, other)
    })

    if (dialect === 'sqlite') return

    test('stop the server when its process is killed', async ({ assert }) => {
      const script = `
        const { databases } = await import(${JSON.stringify(MAIN)})
        const { connection } = await databases.find(({ dialect }) => dialect === '${dialect}').create()
        process.send({ port: connection.port })
        setInterval(() => {}, 1_000)`
      const holder = NodeProcess.forTest([
        '--import=@tests/support/typescript',
        '--input-type=module',
        '--eval',
        script,
      ])
      const port = await holder.message<number>((message) => message.port)
      assert.isTrue(await isListening(port))
      await holder.kill('SIGKILL')
      await until(async () => !(await isListening(port)), 'the end of the server')
    })
  })
}

test.group('A machine without database servers', () => {
  test('skip the group of each server by name, with the reason', async ({ assert }) => {
    const fixture = fileURLToPath(new URL('fixtures/on_each_database.ts', import.meta.url))
    const runner = NodeProcess.forTest(['--import=@tests/support/typescript', fixture], {
      env: { POSTGRES_BIN: '/nowhere', MARIADB_BIN: '/nowhere' },
    })
    const { output, exitCode } = await runner.ended
    assert.equal(exitCode, 0)
    assert.match(output, /Rows \(SQLite\)[\s\S]+✔ are kept/)
    assert.match(output, /Rows \(PostgreSQL\)[\s\S]+PostgreSQL is not installed; set POSTGRES_BIN/)
    assert.match(output, /Rows \(MariaDB in place of MySQL\)[\s\S]+MariaDB is not installed/)
  })
})
