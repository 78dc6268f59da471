import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const BIN = join(ROOT, 'node_modules', '.bin')

/**
 * The workspace's own Node.js, from the npm registry. Not its shim in `.bin`: that is a shell
 * script, which would not forward signals.
 */
export const NODE = join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node'
)

/** `pnpm@<version>`, as the root package.json pins it. */
export const PNPM = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).packageManager

/**
 * The environment of child processes: the workspace's own Node.js and tools are first on the PATH.
 */
export function workspaceEnv(extra = {}) {
  return { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}`, ...extra }
}

/** Prints what a command does next. */
export function step(sentence) {
  console.log(`› ${sentence}`)
}

/** Prints an error message and exits. */
export function fail(sentence) {
  console.error(`\n${sentence}`)
  process.exit(1)
}
