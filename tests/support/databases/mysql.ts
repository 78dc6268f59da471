import { join } from 'node:path'
import mysql2 from 'mysql2/promise'
import { run } from '../processes.js'
import { findPrograms } from './find_programs.js'
import { createHome } from './home.js'
import { onFreePort, startServer } from './server.js'
import type { TestDatabase } from './types.js'

const SERVER = findPrograms('MARIADB_BIN', ['mariadbd'], ['/usr/sbin', '/opt/homebrew/bin'])
// The installer is a script that runs the other one, which Debian has in the package of the client.
const INSTALLER = findPrograms(
  'MARIADB_BIN',
  ['mariadb-install-db', 'my_print_defaults'],
  ['/opt/homebrew/bin']
)

const USER = { host: '127.0.0.1', user: 'test', password: '' }

async function start(port: number) {
  const home = await createHome('mariadb')
  const data = join(home.cwd, 'data')
  const logs = '--innodb-log-file-size=16M'
  const flags = ['--auth-root-authentication-method=normal', '--skip-test-db', logs]
  const installer = join(INSTALLER!, 'mariadb-install-db')
  await run(installer, ['--no-defaults', `--datadir=${data}`, ...flags], home)

  await startServer({
    ...home,
    command: join(SERVER!, 'mariadbd'),
    args: [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${join(home.cwd, 'socket')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      // The default of MySQL 8, which compares names case-insensitively.
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--max-connections=200',
      '--innodb-flush-log-at-trx-commit=0',
      '--skip-grant-tables',
      logs,
    ],
    signal: 'SIGKILL',
    ready: /ready for connections/,
  })
}

let port: Promise<number> | undefined
let created = 0

export const mysql: TestDatabase = {
  dialect: 'mysql',
  name: 'MariaDB in place of MySQL',
  missing:
    SERVER && INSTALLER
      ? undefined
      : 'MariaDB is not installed; set MARIADB_BIN to the folder of its programs',

  async create() {
    port ??= onFreePort(start)
    const address = { ...USER, port: await port }
    const database = `test_${++created}`
    const client = await mysql2.createConnection(address)
    await client.query(`CREATE DATABASE ${database}`)
    await client.end()
    return { client: 'mysql2', connection: { ...address, database } }
  },
}
