import assert from 'node:assert/strict'
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AdonisApp } from '@tests/support/adonis_app'
import { AppFiles } from '@tests/support/app_files'
import { COMPILERS } from '@tests/support/compilers'
import { freePort } from '@tests/support/ports'
import type { NodeProcess, ProcessResult } from '@tests/support/processes'
import { LOADER } from '@tests/support/workspace'
import { exampleFolder } from '../../../scripts/setup/assets.mjs'
import type { Kit } from './kits.js'
import { type Major, manifestOf, versionsOf } from './manifest.js'
import { configureCommands, dependenciesOf, fixAll } from './official_packages.js'
import { formatAll } from './style.js'

/** Runs in the app, and is no part of it. */
const CONFIGURE = join(import.meta.dirname, 'configure_at_once.mjs')

const SKELETONS = join(import.meta.dirname, '..', 'skeletons')

/** What all kits look like. */
const STYLES = join(SKELETONS, 'app.css')

const IN_BOTH = [
  'ace.js',
  'bin/server.ts',
  'bin/console.ts',
  'config/bodyparser.ts',
  'config/hash.ts',
]

/** The files that are the same in every app of a major, copied from our example. */
const FROM_EXAMPLE = { 6: IN_BOTH, 7: [...IN_BOTH, 'config/app.ts', 'config/encryption.ts'] }

/** As the kits have it. The folder has to be named, because this process lints several apps. */
const ESLINT_CONFIG = `import { configApp } from '@adonisjs/eslint-config'

export default configApp({
  languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } },
})
`

/** Longer than any one command takes on a busy machine, in milliseconds. */
const COMMAND_TIMEOUT = 100_000

/**
 * A new app into which our packages are installed: the smallest skeleton that boots, with what the
 * `configure` commands of the official packages added to it.
 */
export class NewApp extends AppFiles {
  readonly #app: AdonisApp

  private constructor(
    readonly kit: Kit,
    dir: string,
    readonly port: number
  ) {
    super(dir)
    this.#app = new AdonisApp(dir, { NO_COLOR: '1' })
  }

  /** Creates a configured app in the workspace, where the official packages are installed. */
  static async create(kit: Kit): Promise<NewApp> {
    const app = await this.scaffold(kit, join(versionsOf(kit.major), 'tmp', kit.name))
    const manifest = await app.readJson('package.json')
    await app.writeJson('package.json', { ...manifest, prettier: '@adonisjs/prettier-config' })
    await app.write('eslint.config.js', ESLINT_CONFIG)
    await app.configureOfficial()
    await formatAll(app)
    return app
  }

  /** Copies the skeletons, with a package.json of what has to be installed. */
  static async scaffold(kit: Kit, dir: string): Promise<NewApp> {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    await mkdir(join(dir, 'tmp'), { recursive: true })
    const app = new NewApp(kit, dir, await freePort())
    for (const skeleton of ['both', `adonis-${kit.major}`, ...kit.skeletons]) {
      await cp(join(SKELETONS, skeleton), dir, { recursive: true })
    }
    for (const file of FROM_EXAMPLE[kit.major]) {
      await cp(join(exampleFolder(kit.major), file), join(dir, file))
    }
    for (const file of kit.styles ?? []) await cp(STYLES, join(dir, file))
    await app.writeJson('package.json', await manifestOf(kit.major, dependenciesOf(kit.has)))
    // As `create-adonisjs` does.
    await app.write('.env', await app.read('.env.example'))
    await app.setEnv({ PORT: String(app.port), LOG_LEVEL: 'warn' })
    return app
  }

  async configureOfficial(): Promise<void> {
    await this.configureAtOnce(configureCommands(this.major, this.kit.has))
    await fixAll(this, this.major, this.kit.has)
    for (const edit of this.kit.edits ?? []) await this.edit(...edit)
  }

  /** Runs `node ace configure` several times in one process. */
  async configureAtOnce(commands: string[]): Promise<void> {
    const configure = () => this.#app.startSource(CONFIGURE, ...commands).finished()
    await this.withoutTypes(configure)
  }

  /**
   * Spares codemods the types of all packages, which they parse for seconds although they edit
   * single files.
   */
  async withoutTypes(work: () => Promise<void>): Promise<void> {
    const contents = await this.read('tsconfig.json')
    const { compilerOptions, ...rest } = JSON.parse(contents)
    const light = { ...compilerOptions, noLib: true, noResolve: true, types: [] }
    await this.writeJson('tsconfig.json', { ...rest, compilerOptions: light })
    await work()
    await this.write('tsconfig.json', contents)
  }

  get major(): Major {
    return this.kit.major
  }

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  /** Runs `node ace …`, which must succeed without an error or a warning. */
  async runAce(...args: string[]): Promise<void> {
    const { exitCode, output } = await this.#ace(...args)
    assert.equal(exitCode, 0, output)
    assert.doesNotMatch(output, /\[ (error|warn(ing)?|failed) \]/i)
  }

  /** Runs `node ace configure`, with all types only where its time is taken. */
  async runConfigure(...args: string[]): Promise<void> {
    const configure = () => this.runAce('configure', ...args)
    await (this.kit.isTimed ? configure() : this.withoutTypes(configure))
  }

  /** Returns the path of a program that a package brings. */
  async binary(name: string): Promise<string> {
    return join(versionsOf(this.major), 'node_modules', '.bin', name)
  }

  /** Starts the web server, and waits until it accepts requests. */
  serve(): Promise<NodeProcess> {
    return this.#app.serve()
  }

  /** Returns the compilers' output for all that is in the app, as its `typecheck` script has it. */
  async typeErrors(): Promise<string> {
    if (this.major === 7) {
      // `node ace serve` does this itself. It boots the app, and must not need a network for it.
      const { exitCode, output } = await this.#ace('codegen')
      if (exitCode !== 0) return output
    }
    const { page, isTimed } = this.kit
    const compiler = isTimed ? COMPILERS.kits : COMPILERS.native
    const output = await this.#compile(compiler)
    if (this.major === 6 || (page !== 'react' && page !== 'vue')) return output

    const vueCompiler = join(versionsOf(this.major), 'node_modules/vue-tsc/bin/vue-tsc.js')
    const pageCompiler = page === 'vue' ? [vueCompiler] : compiler
    return output + (await this.#compile(pageCompiler, '--project', 'inertia/tsconfig.json'))
  }

  #ace(...args: string[]): Promise<ProcessResult> {
    const ace = this.kit.isTimed ? ['ace.js'] : [`--import=${LOADER}`, 'bin/console.ts']
    return this.#app.start([...ace, ...args], COMMAND_TIMEOUT).ended
  }

  async #compile(compiler: string[], ...args: string[]): Promise<string> {
    const { output } = await this.#app.start([...compiler, '--noEmit', ...args], COMMAND_TIMEOUT)
      .ended
    return output
  }
}
