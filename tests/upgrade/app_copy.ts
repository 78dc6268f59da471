import { cp, mkdir, symlink } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { NodeProcess } from '@tests/support/processes'
import { LOADERS, ROOT } from '@tests/support/workspace'

const NOT_COPIED = ['node_modules', 'tmp', 'build', '.env']

/** Statusphere on one of the two majors, in a folder where its files may be changed. */
export class AppCopy {
  private constructor(
    readonly folder: string,
    readonly major: 6 | 7
  ) {}

  static async create(folder: string, major: 6 | 7): Promise<AppCopy> {
    const source = join(ROOT, 'examples', major === 6 ? 'statusphere-v6' : 'statusphere')
    await mkdir(folder)
    await cp(source, folder, {
      recursive: true,
      filter: (path) => !NOT_COPIED.includes(path.slice(source.length + 1).split(sep)[0]),
    })
    await symlink(join(source, 'node_modules'), join(folder, 'node_modules'))
    const copy = new AppCopy(folder, major)
    await copy.#start({}, join('node_modules', 'vite', 'bin', 'vite.js'), 'build').finished()
    return copy
  }

  async migrate(env: Record<string, string>): Promise<void> {
    await this.#start(env, 'ace.js', 'migration:run', '--force').finished()
  }

  /** Starts the web server, and waits until it accepts requests. */
  async serve(env: Record<string, string>): Promise<NodeProcess> {
    const server = this.#start(env, `--import=${LOADERS[this.major]}`, 'bin/server.ts')
    await server.listens()
    return server
  }

  #start(env: Record<string, string>, ...args: string[]): NodeProcess {
    return new NodeProcess(args, { cwd: this.folder, env })
  }
}
