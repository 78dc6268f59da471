import { join } from 'node:path'
import pg from 'pg'
import { run } from '../processes.js'
import { findPrograms } from './find_programs.js'
import { createHome } from './home.js'
import { onFreePort, startServer } from './server.js'
import type { TestDatabase } from './types.js'

const BIN = findPrograms(
  'POSTGRES_BIN',
  ['initdb', 'postgres'],
  ['/usr/lib/postgresql/*/bin', '/opt/homebrew/opt/postgresql*/bin']
)

const USER = { host: '127.0.0.1', user: 'test', password: '' }

async function start(port: number) {
  const home = await createHome('postgres')
  const data = join(home.cwd, 'data')
  const flags = ['--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await run(join(BIN!, 'initdb'), [`--pgdata=${data}`, `--username=${USER.user}`, ...flags], home)

  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'fsync=off',
  ]
  await startServer({
    ...home,
    command: join(BIN!, 'postgres'),
    args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    signal: 'SIGQUIT',
    ready: /ready to accept connections/,
  })
}

let port: Promise<number> | undefined
let created = 0

export const postgres: TestDatabase = {
  dialect: 'postgres',
  name: 'PostgreSQL',
  missing: BIN
    ? undefined
    : 'PostgreSQL is not installed; set POSTGRES_BIN to the folder of its programs',

  async create() {
    port ??= onFreePort(start)
    const address = { ...USER, port: await port }
    const database = `test_${++created}`
    const client = new pg.Client({ ...address, database: 'postgres' })
    await client.connect()
    await client.query(`CREATE DATABASE ${database}`)
    await client.end()
    return { client: 'pg', connection: { ...address, database } }
  },
}
