import { NodeProcess } from './processes.js'
import { LOADERS } from './workspace.js'

export interface AdonisAppOptions {
  major: 6 | 7
  env?: Record<string, string>
}

/** An app of AdonisJS in a folder: its commands and servers, each in a process of its own. */
export class AdonisApp {
  readonly major
  readonly env

  constructor(
    readonly folder: string,
    { major, env = {} }: AdonisAppOptions
  ) {
    this.major = major
    this.env = env
  }

  /** Starts a file in JavaScript. */
  start(args: string[], timeout?: number): NodeProcess {
    return new NodeProcess(args, { cwd: this.folder, env: this.env, timeout })
  }

  /** Starts a file in TypeScript. */
  startSource(...args: string[]): NodeProcess {
    return this.start([`--import=${LOADERS[this.major]}`, ...args])
  }

  async migrate(): Promise<void> {
    await this.start(['ace.js', 'migration:run', '--force']).finished()
  }

  /** Starts the web server, and waits until it accepts requests. */
  async serve(): Promise<NodeProcess> {
    const server = this.startSource('bin/server.ts')
    await server.listens()
    return server
  }
}
