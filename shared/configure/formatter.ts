import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AppLike } from './types.js'

interface Prettier {
  format(source: string, options: object): string | Promise<string>
  check(source: string, options: object): boolean | Promise<boolean>
  resolveConfig(path: string, options?: object): Promise<object | null>
  getFileInfo(
    path: string,
    options: object
  ): Promise<{ ignored: boolean; inferredParser: string | null }>
}

/** The folders in which our `configure` and the one of the session package write files. */
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
  #app: AppLike
  #prettier: Prettier
  #before: Map<string, string>

  private constructor(app: AppLike, prettier: Prettier, before: Map<string, string>) {
    this.#app = app
    this.#prettier = prettier
    this.#before = before
  }

  /** Call it before anything is written. Returns null in an app without Prettier. */
  static async create(app: AppLike): Promise<Formatter | null> {
    const prettier = await loadPrettier(app)
    return prettier && new Formatter(app, prettier, await readFiles(app))
  }

  /** Formats new files, and edited ones that were formatted before. */
  async format(): Promise<void> {
    for (const [path, text] of await readFiles(this.#app)) {
      const before = this.#before.get(path)
      if (before === text) continue
      const options = await this.#optionsOf(path)
      if (!options) continue
      if (before !== undefined && !(await this.#isFormatted(before, options))) continue
      const formatted = await this.#prettier.format(text, options)
      if (formatted !== text) await writeFile(path, formatted)
    }
  }

  /** A file that does not parse is left alone. */
  async #isFormatted(text: string, options: object): Promise<boolean> {
    try {
      return await this.#prettier.check(text, options)
    } catch {
      return false
    }
  }

  async #optionsOf(path: string): Promise<object | null> {
    const { ignored, inferredParser } = await this.#prettier.getFileInfo(path, {
      ignorePath: this.#app.makePath('.prettierignore'),
      resolveConfig: true,
    })
    if (ignored || !inferredParser) return null
    const config = await this.#prettier.resolveConfig(path, { editorconfig: true })
    return { ...config, filepath: path }
  }
}

async function readFiles(app: AppLike): Promise<Map<string, string>> {
  const folders = await Promise.all(FOLDERS.map((folder) => list(app.makePath(folder))))
  const paths = [...folders.flat(), ...FILES.map((file) => app.makePath(file))]
  const entries = paths.map(async (path) => {
    const text = await readFile(path, 'utf-8').catch(() => undefined)
    return text === undefined ? [] : [[path, text] as const]
  })
  const read = await Promise.all(entries)
  return new Map(read.flat())
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

async function loadPrettier(app: AppLike): Promise<Prettier | null> {
  try {
    const path = createRequire(app.makePath('package.json')).resolve('prettier')
    const module = await import(pathToFileURL(path).href)
    return module.default ?? module
  } catch {
    return null
  }
}
