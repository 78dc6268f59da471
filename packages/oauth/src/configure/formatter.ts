import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type Configure from '@adonisjs/core/commands/configure'

type App = Configure['app']

interface Prettier {
  format(source: string, options: object): string | Promise<string>
  check(source: string, options: object): boolean | Promise<boolean>
  resolveConfig(path: string, options?: object): Promise<object | null>
  getFileInfo(
    path: string,
    options: object
  ): Promise<{ ignored: boolean; inferredParser: string | null }>
}

/** Where `configure`, also that of the session package, creates or edits files. */
const FOLDERS = [
  'app',
  'config',
  'database/migrations',
  'inertia/pages',
  'resources/views/pages',
  'start',
]
const FILES = ['adonisrc.ts', 'package.json']

/**
 * Formats what `configure` wrote with the app's own Prettier and its settings. Codemods and stubs
 * can't know them.
 */
export class Formatter {
  #app: App
  #prettier: Prettier
  /** The files before, and whether each was formatted. */
  #before = new Map<string, { text: string; isFormatted: boolean }>()

  private constructor(app: App, prettier: Prettier) {
    this.#app = app
    this.#prettier = prettier
  }

  /** Call it before anything is written. Returns null in an app without Prettier. */
  static async create(app: App): Promise<Formatter | null> {
    const prettier = await loadPrettier(app)
    if (!prettier) return null
    const formatter = new Formatter(app, prettier)
    for (const [path, text] of await formatter.#read()) {
      formatter.#before.set(path, { text, isFormatted: await formatter.#isFormatted(path, text) })
    }
    return formatter
  }

  /** Formats new files, and edited ones that were formatted before. */
  async format(): Promise<void> {
    for (const [path, text] of await this.#read()) {
      const before = this.#before.get(path)
      if (before && (!before.isFormatted || before.text === text)) continue
      const options = await this.#optionsOf(path)
      if (!options) continue
      const formatted = await this.#prettier.format(text, options)
      if (formatted !== text) await writeFile(path, formatted)
    }
  }

  async #isFormatted(path: string, text: string) {
    const options = await this.#optionsOf(path)
    // A file that does not parse is left alone.
    return (
      options !== null && Promise.resolve(this.#prettier.check(text, options)).catch(() => false)
    )
  }

  async #optionsOf(path: string) {
    const { ignored, inferredParser } = await this.#prettier.getFileInfo(path, {
      ignorePath: this.#app.makePath('.prettierignore'),
      resolveConfig: true,
    })
    if (ignored || !inferredParser) return null
    const config = await this.#prettier.resolveConfig(path, { editorconfig: true })
    return { ...config, filepath: path }
  }

  async #read(): Promise<Map<string, string>> {
    const folders = FOLDERS.map(async (folder) => {
      const path = this.#app.makePath(folder)
      const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
      return entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
    })
    const found = await Promise.all(folders)
    const paths = found.flat()
    paths.push(...FILES.map((file) => this.#app.makePath(file)))
    const contents = paths.map(async (path) => {
      return [path, await readFile(path, 'utf-8').catch(() => '')] as const
    })
    return new Map(await Promise.all(contents))
  }
}

async function loadPrettier(app: App): Promise<Prettier | null> {
  try {
    const path = createRequire(app.makePath('package.json')).resolve('prettier')
    const module = await import(pathToFileURL(path).href)
    return module.default ?? module
  } catch {
    return null
  }
}
