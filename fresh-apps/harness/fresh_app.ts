import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createRequire } from 'node:module'
import { freePort } from '../../scripts/free_port.mjs'
import { type Major, homeOf, LOADERS } from './majors.js'
import { manifestOf } from './manifest.js'
import { configureCommands, dependenciesOf, mendAll, type Part, skeletonsOf } from './parts.js'
import { AppProcess, type Said } from './process.js'

const SKELETONS = join(import.meta.dirname, '..', 'skeletons')

/** What is not the app's source: dependencies, state, and what the assembler generates. */
const NOT_WRITTEN = /^(node_modules|tmp|\.adonisjs)(\/|$)/

/**
 * An app as somebody has it the moment they install our packages: the smallest skeleton that
 * boots, then whatever the official packages' own `configure` makes of it.
 */
export class FreshApp {
  private constructor(
    readonly major: Major,
    readonly dir: string,
    readonly port: number
  ) {}

  /** In the workspace, where the packages of its major are installed already. */
  static async lay(major: Major, name: string, parts: Part[]): Promise<FreshApp> {
    const app = await this.copy(major, join(homeOf(major), 'tmp', name), parts)
    await app.configureOfficial(parts)
    return app
  }

  /** The skeleton alone, and a package.json that says what is to be installed. */
  static async copy(major: Major, dir: string, parts: Part[]): Promise<FreshApp> {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    await mkdir(join(dir, 'tmp'), { recursive: true })
    const app = new FreshApp(major, dir, await freePort())
    for (const skeleton of skeletonsOf(major, parts)) {
      await cp(join(SKELETONS, skeleton), dir, { recursive: true })
    }
    await app.writeJson('package.json', await manifestOf(major, dependenciesOf(parts)))
    // As `create-adonisjs` does.
    await app.write('.env', await app.read('.env.example'))
    await app.setEnv({ PORT: String(app.port), LOG_LEVEL: 'warn' })
    return app
  }

  async configureOfficial(parts: Part[]) {
    const commands = JSON.stringify(configureCommands(this.major, parts))
    const { exitCode, output } = await this.typescript('bin/configure.ts', commands).finished()
    if (exitCode) throw new Error(`The official packages were not configured:\n\n${output}`)
    await rm(join(this.dir, 'bin/configure.ts'))
    await mendAll(this, parts)
  }

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  /** `node ace …`, to its end. */
  ace(...args: string[]): Promise<Said> {
    return this.node('ace.js', ...args).finished()
  }

  /** Starts a program in the app's folder; whoever does so stops it. */
  node(...args: string[]): AppProcess {
    return new AppProcess(this.dir, args)
  }

  /** The same for what is not compiled. */
  typescript(...args: string[]): AppProcess {
    return this.node(`--import=${LOADERS[this.major].register}`, ...args)
  }

  /** The web server, once it answers. */
  async serve(): Promise<AppProcess> {
    const server = this.typescript('bin/server.ts')
    await server.until(() => fetch(this.url))
    return server
  }

  /** What the compiler has to say of all that is in the app. */
  async typeErrors(): Promise<string> {
    if (this.major === 7) {
      // As `node ace serve` does by itself. It boots the app, and must not need a network for it.
      const { exitCode, output } = await this.ace('codegen')
      if (exitCode) return output
    }
    const require = createRequire(join(homeOf(this.major), 'package.json'))
    const { output } = await this.node(
      require.resolve('typescript/lib/tsc.js'),
      '--noEmit'
    ).finished()
    return output
  }

  read(path: string): Promise<string> {
    return readFile(join(this.dir, path), 'utf8')
  }

  async write(path: string, contents: string) {
    await writeFile(join(this.dir, path), contents)
  }

  async writeJson(path: string, contents: unknown) {
    await this.write(path, JSON.stringify(contents, null, 2))
  }

  /** Edits a file as a person would, and rejects when what should be there isn't. */
  async edit(path: string, from: string, to: string) {
    const contents = await this.read(path)
    if (!contents.includes(from)) throw new Error(`No "${from}" in ${path}:\n\n${contents}`)
    await this.write(
      path,
      contents.replace(from, () => to)
    )
  }

  async append(path: string, lines: string) {
    await this.write(path, (await this.read(path)) + lines)
  }

  async setEnv(variables: Record<string, string>) {
    for (const [name, value] of Object.entries(variables)) {
      const contents = await this.read('.env')
      const line = new RegExp(`^${name}=.*$`, 'm').exec(contents)
      if (line) await this.edit('.env', line[0], `${name}=${value}`)
      else await this.append('.env', `${name}=${value}\n`)
    }
  }

  /** Every file somebody would commit, with its contents. */
  async files(): Promise<Record<string, string>> {
    const entries = await readdir(this.dir, { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.dir, join(entry.parentPath, entry.name)))
      .filter((path) => !NOT_WRITTEN.test(path))
    const contents = paths.map(async (path) => [path, await this.read(path)])
    return Object.fromEntries(await Promise.all(contents))
  }
}
