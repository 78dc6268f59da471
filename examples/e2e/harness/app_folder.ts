import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Process } from './process.js'

/** What loads TypeScript: AdonisJS 7's loader, then AdonisJS 6's. */
const LOADERS = {
  '@poppinss/ts-exec': '@poppinss/ts-exec',
  'ts-node-maintained': 'ts-node-maintained/register/esm',
}

/** The app under test: STATUSPHERE_APP, a folder seen from here, or the AdonisJS 7 one. */
export const APP_FOLDER = resolve(
  import.meta.dirname,
  '..',
  process.env.STATUSPHERE_APP ?? '../statusphere'
)

let assets: Promise<void> | undefined

/** Once for all apps of a run. */
export function buildAssets(): Promise<void> {
  assets ??= new Process('vite build', [join('node_modules', 'vite', 'bin', 'vite.js'), 'build'], {
    cwd: APP_FOLDER,
  }).finished()
  return assets
}

/** @returns the arguments with which Node.js runs the app's server from its sources */
export function serverArguments(): string[] {
  const { devDependencies } = JSON.parse(readFileSync(join(APP_FOLDER, 'package.json'), 'utf8'))
  const loader = Object.entries(LOADERS).find(([name]) => name in devDependencies)
  if (!loader) {
    throw new Error(
      `${APP_FOLDER}/package.json names none of ${Object.keys(LOADERS).join(', ')}, so nothing can run the app's TypeScript`
    )
  }
  return [`--import=${loader[1]}`, 'bin/server.ts']
}
