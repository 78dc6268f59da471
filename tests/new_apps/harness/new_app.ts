import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@tests/support/ports'
import { NodeProcess, type ProcessResult } from '@tests/support/processes'
import { LOADERS } from '@tests/support/workspace'
import prettier from 'prettier'
import { AppFiles } from './app_files.js'
import { type Major, versionsOf } from './majors.js'
import { manifestOf } from './manifest.js'
import {
  configureCommands,
  dependenciesOf,
  fixAll,
  type OfficialPackage,
  skeletonsOf,
} from './official_packages.js'

const SKELETONS = join(import.meta.dirname, '..', 'skeletons')

/** The settings of `@adonisjs/prettier-config`, and the files that it formats in every kit. */
const KIT_STYLE = {
  trailingComma: 'es5',
  semi: false,
  singleQuote: true,
  useTabs: false,
  quoteProps: 'consistent',
  bracketSpacing: true,
  arrowParens: 'always',
  printWidth: 100,
} as const
const FORMATTED = /\.(ts|tsx|vue)$/

/** Longer than any one command takes on a busy machine, in milliseconds. */
const COMMAND_TIMEOUT = 100_000

/**
 * A new app into which our packages are installed: the smallest skeleton that boots, with what the
 * `configure` commands of the official packages added to it.
 */
export class NewApp extends AppFiles {
  private constructor(
    readonly major: Major,
    dir: string,
    readonly port: number
  ) {
    super(dir)
  }

  /** Creates a configured app in the workspace, where the official packages are installed. */
  static async create(major: Major, name: string, has: OfficialPackage[]): Promise<NewApp> {
    const app = await this.scaffold(major, join(versionsOf(major), 'tmp', name), has)
    await app.configureOfficial(has)
    return app
  }

  /** Copies the skeleton, with a package.json of what has to be installed. */
  static async scaffold(major: Major, dir: string, has: OfficialPackage[]): Promise<NewApp> {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    await mkdir(join(dir, 'tmp'), { recursive: true })
    const app = new NewApp(major, dir, await freePort())
    for (const skeleton of skeletonsOf(major, has)) {
      await cp(join(SKELETONS, skeleton), dir, { recursive: true })
    }
    await app.writeJson('package.json', await manifestOf(major, dependenciesOf(has)))
    await app.writeJson('.prettierrc', KIT_STYLE)
    // As `create-adonisjs` does.
    await app.write('.env', await app.read('.env.example'))
    await app.setEnv({ PORT: String(app.port), LOG_LEVEL: 'warn' })
    return app
  }

  async configureOfficial(has: OfficialPackage[]): Promise<void> {
    const commands = JSON.stringify(configureCommands(this.major, has))
    await this.#start([this.#loader, 'bin/configure.ts', commands]).finished()
    await rm(join(this.dir, 'bin/configure.ts'))
    await fixAll(this, this.major, has)
    await this.format()
  }

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  /** Runs `node ace …` to its end. */
  ace(...args: string[]): Promise<ProcessResult> {
    return this.#start(['ace.js', ...args], COMMAND_TIMEOUT).ended
  }

  /** Starts `node ace tap:listen`. */
  startWorker(): NodeProcess {
    return this.#start(['ace.js', 'tap:listen'])
  }

  /** Starts the web server, and waits until it accepts requests. */
  async serve(): Promise<NodeProcess> {
    const server = this.#start([this.#loader, 'bin/server.ts'])
    await server.listens()
    return server
  }

  /** Returns the compiler's output for all that is in the app. */
  async typeErrors(): Promise<string> {
    if (this.major === 7) {
      // `node ace serve` does this itself. It boots the app, and must not need a network for it.
      const { exitCode, output } = await this.ace('codegen')
      if (exitCode !== 0) return output
    }
    const tsc = join(versionsOf(this.major), 'node_modules/typescript/lib/tsc.js')
    const { output } = await this.#start([tsc, '--noEmit'], COMMAND_TIMEOUT).ended
    return output
  }

  /** Formats all files, as those of the kits are. Returns those that were not formatted. */
  async format(): Promise<string[]> {
    const changed: string[] = []
    for (const [path, text] of Object.entries(await this.all())) {
      if (!FORMATTED.test(path)) continue
      const formatted = await prettier.format(text, { ...KIT_STYLE, filepath: path })
      if (formatted === text) continue
      await this.write(path, formatted)
      changed.push(path)
    }
    return changed
  }

  get #loader() {
    return `--import=${LOADERS[this.major]}`
  }

  #start(args: string[], timeout?: number): NodeProcess {
    return new NodeProcess(args, { cwd: this.dir, env: { NO_COLOR: '1' }, timeout })
  }
}
