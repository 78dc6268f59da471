import { delimiter, join, resolve } from 'node:path'

/** The root of this workspace. */
export const ROOT = resolve(import.meta.dirname, '../..')

/** What `--import` needs to run TypeScript. */
export const LOADER = import.meta.resolve('./typescript.mjs')

/** The environment of child processes: the workspace's own tools come first on the PATH. */
export function workspaceEnv(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const PATH = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`
  return { ...process.env, PATH, ...extra }
}
