import { NodeProcess } from './processes.js'
import { LOADER } from './workspace.js'

/** An AdonisJS app. Its commands and servers each run in a process of their own. */
export class AdonisApp {
  constructor(
    readonly folder: string,
    readonly env: Record<string, string> = {}
  ) {}

  /** Starts a file in JavaScript. */
  start(args: string[], timeout?: number): NodeProcess {
    return new NodeProcess(args, { cwd: this.folder, env: this.env, timeout })
  }

  /** Starts a file in TypeScript. */
  startSource(...args: string[]): NodeProcess {
    return this.start([`--import=${LOADER}`, ...args])
  }

  async migrate(): Promise<void> {
    await this.startSource('bin/console.ts', 'migration:run', '--force').finished()
  }

  /** Starts the web server, and waits until it accepts requests. */
  async serve(): Promise<NodeProcess> {
    const server = this.startSource('bin/server.ts')
    await server.listens()
    return server
  }
}
