import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const BIN = join(ROOT, 'node_modules', '.bin')

/**
 * The Node.js the workspace runs on; it comes from the npm registry with everything else. The
 * program itself, not its shim in `.bin`, which is a shell that would keep signals for itself.
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

/** The environment of everything we spawn: the workspace's own Node.js and tools come first. */
export function workspaceEnv(extra = {}) {
  return { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}`, ...extra }
}

/** Ends a command with one sentence for the person who typed it, and a non-zero exit code. */
export function fail(sentence) {
  console.error(`\n${sentence}`)
  process.exit(1)
}
