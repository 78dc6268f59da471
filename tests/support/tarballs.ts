import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './processes.js'
import { ROOT } from './workspace.js'

/** The packages that an app installs, and their folders. */
export const PACKAGES = { 'adonisjs-atproto-oauth': 'oauth', 'adonisjs-atproto-tap': 'tap' }

/** Packs a package of this workspace as it was built, and returns the path of the tarball. */
export async function pack(folder: string, destination: string): Promise<string> {
  const stdout = await run('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: join(ROOT, 'packages', folder),
  })
  return JSON.parse(stdout).filename
}

/** Packs what an app installs, and returns the paths of the tarballs by the packages' names. */
export async function packInto(destination: string): Promise<Record<string, string>> {
  const entries = Object.entries(PACKAGES).map(async ([name, folder]) => {
    return [name, await pack(folder, destination)]
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Installs a tarball as a copy, so that its peers resolve to the app's, and returns its folder. */
export async function install(tarball: string, name: string, app: string): Promise<string> {
  const destination = join(app, 'node_modules', name)
  await mkdir(destination, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', destination, '--strip-components=1'])
  return destination
}
