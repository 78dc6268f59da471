import { join } from 'node:path'
import { AdonisApp } from '@tests/support/adonis_app'
import { freePorts } from '@tests/support/ports'
import { Restartable } from '@tests/support/restartable'
import { tempFolder } from '@tests/support/temp_folder'
import { buildAssets } from '../../../scripts/setup/assets.mjs'
import { APP_FOLDER, developmentEnv, MAJOR } from '../../browser/harness/app.js'
import { type AppDatabase, openDatabase } from './database.js'

/** One process of the app, a web server if it has an address. */
export class Member extends Restartable {
  constructor(
    readonly name: string,
    readonly url: string | undefined,
    args: string[],
    env: Record<string, string>
  ) {
    super(
      () => new AdonisApp(APP_FOLDER, env).startSource(...args),
      (started) => (url ? started.listens() : started.prints('tap: connected to'))
    )
  }
}

/** Statusphere as it runs on one machine: two web processes and a worker, one database. */
export class Cluster {
  private constructor(
    readonly database: AppDatabase,
    readonly web: [Member, Member],
    readonly worker: Member
  ) {}

  static async start(networkEnv: Record<string, string>, dialect: string): Promise<Cluster> {
    await buildAssets(MAJOR)
    const database = await openDatabase(dialect, join(await tempFolder(), 'db.sqlite3'))
    const ports = await freePorts(2)
    const urls = ports.map((port) => `http://127.0.0.1:${port}`)
    const env = {
      ...developmentEnv(urls[0]!, networkEnv),
      ...database.env,
      TAP_LISTEN: 'false',
    }
    const [one, two] = ports.map((port, index) => {
      const webEnv = { ...env, HOST: '127.0.0.1', PORT: String(port) }
      return new Member(`web ${index + 1}`, urls[index], ['bin/server.ts'], webEnv)
    })
    const worker = new Member('worker', undefined, ['bin/console.ts', 'tap:listen'], env)

    const cluster = new Cluster(database, [one!, two!], worker)
    try {
      await new AdonisApp(APP_FOLDER, env).migrate()
      await Promise.all(cluster.members.map((member) => member.start()))
      return cluster
    } catch (error) {
      await cluster.close()
      throw error
    }
  }

  get members(): Member[] {
    return [...this.web, this.worker]
  }

  get logBytes(): number {
    return this.members.reduce((sum, { output }) => sum + output.length, 0)
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.kill()))
    await this.database.close()
  }
}
