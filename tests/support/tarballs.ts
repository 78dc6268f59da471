import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './processes.js'
import { ROOT } from './workspace.js'

/** Packs a package of this workspace as it was built, and returns the path of the tarball. */
export async function pack(folder: string, destination: string): Promise<string> {
  const stdout = await run('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: join(ROOT, 'packages', folder),
  })
  return JSON.parse(stdout).filename
}

/** Installs a tarball as a real copy, so that its peers are the app's, and returns its folder. */
export async function install(tarball: string, name: string, app: string): Promise<string> {
  const destination = join(app, 'node_modules', name)
  await mkdir(destination, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', destination, '--strip-components=1'])
  return destination
}
