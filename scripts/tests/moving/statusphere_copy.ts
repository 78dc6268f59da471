import { cp, mkdir, symlink } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { startChild } from '../../demo/child.mjs'
import { ROOT } from '../../workspace.mjs'

/** What is made where it is used. */
const LEFT_OUT = ['node_modules', 'tmp', 'build', '.env']

/** What loads TypeScript. */
const LOADERS = { 6: 'ts-node-maintained/register/esm', 7: '@poppinss/ts-exec' }

/**
 * Statusphere on one of the two majors, in a folder where its files may be changed.
 */
export class StatusphereCopy {
  readonly folder: string
  readonly major: 6 | 7

  private constructor(folder: string, major: 6 | 7) {
    this.folder = folder
    this.major = major
  }

  static async make(folder: string, major: 6 | 7): Promise<StatusphereCopy> {
    const source = join(ROOT, 'examples', major === 6 ? 'statusphere-v6' : 'statusphere')
    await mkdir(folder)
    await cp(source, folder, {
      recursive: true,
      filter: (path) => !LEFT_OUT.includes(path.slice(source.length + 1).split(sep)[0]),
    })
    await symlink(join(source, 'node_modules'), join(folder, 'node_modules'))
    const copy = new StatusphereCopy(folder, major)
    await copy.run({}, join('node_modules', 'vite', 'bin', 'vite.js'), 'build')
    return copy
  }

  /** Runs a program of the app to its end. */
  async run(env: Record<string, string>, ...args: string[]): Promise<void> {
    const { ended, output } = this.#start(env, args)
    if (await ended) throw new Error(`${args.join(' ')} failed:\n\n${output()}`)
  }

  /** @returns what stops it */
  async serve(env: Record<string, string>): Promise<() => Promise<unknown>> {
    const child = this.#start(env, [`--import=${LOADERS[this.major]}`, 'bin/server.ts'])
    const listens = new Promise<void>((resolve) => {
      child.process.on('message', (message: any) => message?.isAdonisJS && resolve())
    })
    const failed = child.ended.then((code) => {
      throw new Error(`The app ended with ${code}:\n\n${child.output()}`)
    })
    failed.catch(() => {})
    await Promise.race([listens, failed])
    return () => child.stop()
  }

  #start(env: Record<string, string>, args: string[]) {
    const child = startChild(args, { cwd: this.folder, env })
    let output = ''
    for (const stream of [child.process.stdout, child.process.stderr]) {
      stream!.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    return { ...child, output: () => output }
  }
}
