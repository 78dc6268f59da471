import { delimiter, join, resolve } from 'node:path'

/** The root of this workspace. */
export const ROOT = resolve(import.meta.dirname, '../..')

/** What `--import` needs for each AdonisJS major to run TypeScript. */
export const LOADERS = { 6: 'ts-node-maintained/register/esm', 7: '@poppinss/ts-exec' }

/** The environment of child processes: the workspace's own tools come first on the PATH. */
export function workspaceEnv(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const PATH = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`
  return { ...process.env, PATH, ...extra }
}
