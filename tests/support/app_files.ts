import { globSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** Dependencies, state, and what the assembler generates. */
const NOT_COMMITTED = /^(node_modules|tmp|\.adonisjs)(\/|$)/

/** The files of an app. */
export class AppFiles {
  constructor(readonly dir: string) {}

  read(path: string): Promise<string> {
    return readFile(join(this.dir, path), 'utf8')
  }

  async readJson(path: string): Promise<any> {
    return JSON.parse(await this.read(path))
  }

  /** Writes a file, and the folders that it is in. */
  async write(path: string, contents: string): Promise<void> {
    await mkdir(dirname(join(this.dir, path)), { recursive: true })
    await writeFile(join(this.dir, path), contents)
  }

  async writeJson(path: string, contents: unknown): Promise<void> {
    await this.write(path, `${JSON.stringify(contents, null, 2)}\n`)
  }

  /** Returns the path of a file whose name has a part that varies, written as "…" in the guide. */
  find(path: string): string {
    if (!path.includes('…')) return path
    const [found] = globSync(path.replace('…', '*'), { cwd: this.dir })
    if (!found) throw new Error(`No ${path} in ${this.dir}`)
    return found
  }

  /** Replaces a part of a file. Rejects when the file does not have it. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const contents = await this.read(path)
    if (!contents.includes(from)) throw new Error(`No "${from}" in ${path}:\n\n${contents}`)
    const edited = contents.replace(from, () => to)
    await this.write(path, edited)
  }

  async append(path: string, lines: string): Promise<void> {
    await this.write(path, (await this.read(path)) + lines)
  }

  async setEnv(variables: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(variables)) {
      const contents = await this.read('.env')
      const line = new RegExp(`^${name}=.*$`, 'm').exec(contents)
      if (line) await this.edit('.env', line[0], `${name}=${value}`)
      else await this.append('.env', `${name}=${value}\n`)
    }
  }

  /** The contents of every file that a user would commit. */
  async all(): Promise<Record<string, string>> {
    const entries = await readdir(this.dir, { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.dir, join(entry.parentPath, entry.name)))
      .filter((path) => !NOT_COMMITTED.test(path))
    const contents = paths.map(async (path) => [path, await this.read(path)])
    return Object.fromEntries(await Promise.all(contents))
  }
}
