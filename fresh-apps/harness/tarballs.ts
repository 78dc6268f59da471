import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from './process.js'

const ROOT = join(import.meta.dirname, '..', '..')
/** Each run its own: another one may be about to pack. */
const PACKED = join(import.meta.dirname, '..', 'tmp', `packed-${process.pid}`)

/** The packages an app installs, as the registry would hand them out. */
export const PACKAGES = {
  'adonisjs-atproto-oauth': 'oauth',
  'adonisjs-atproto-tap': 'tap',
}

export type PackageName = keyof typeof PACKAGES

export const tarballs = {
  /** Packs what was built: run `pnpm run build` first. */
  async pack() {
    for (const [name, folder] of Object.entries(PACKAGES)) {
      await mkdir(join(PACKED, name), { recursive: true })
      await runTool('pnpm', ['pack', '--out', this.of(name as PackageName)], {
        cwd: join(ROOT, 'packages', folder),
      })
    }
    return () => rm(PACKED, { recursive: true })
  },

  of: (name: PackageName) => join(PACKED, `${name}.tgz`),

  /** Puts a real copy into the app's own node_modules, so that its peers are the app's. */
  async unpack(name: PackageName, app: string) {
    const destination = join(app, 'node_modules', name)
    await mkdir(destination, { recursive: true })
    await runTool('tar', ['-xzf', this.of(name), '-C', destination, '--strip-components=1'])
  },
}
