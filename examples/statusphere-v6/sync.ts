/**
 * Copies the Statusphere app into this folder, except for the files that differ on AdonisJS 6. Runs
 * when the workspace is installed, and again when a file changes while the dev server is running.
 */
import { cpSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs'
import { join, sep } from 'node:path'

const TARGET = import.meta.dirname
const SOURCE = join(TARGET, '..', 'statusphere')

/** The files of this folder that are committed. */
const OWN = new Set([
  '.gitignore',
  'README.md',
  'ace.js',
  'adonisrc.ts',
  'config/app.ts',
  'package.json',
  'start/env.ts',
  'sync.ts',
  'vite.config.ts',
])

/** `@adonisjs/queue` is for AdonisJS 7 only. */
const ONLY_IN_7 = new Set([
  'config/encryption.ts',
  'tests/functional/queue.spec.ts',
  'tests/queue/post_status.ts',
])

/** Dependencies, builds, state, and the developer's own `.env`. */
const GENERATED =
  /^(node_modules|build|tmp|\.adonisjs|public\/assets|\.env(\.(?!example$).*)?)(\/|$)/

const isIgnored = (path: string) => OWN.has(path) || ONLY_IN_7.has(path) || GENERATED.test(path)

function listFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (isIgnored(path)) return []
    return entry.isDirectory() ? listFiles(root, path) : [path]
  })
}

function sync() {
  const files = listFiles(SOURCE)
  for (const path of listFiles(TARGET)) if (!files.includes(path)) rmSync(join(TARGET, path))
  for (const path of files) {
    if (hasChanged(path)) cpSync(join(SOURCE, path), join(TARGET, path))
  }
  return files.length
}

/** Unchanged files are not written again, because that would restart the dev server. */
function hasChanged(path: string) {
  try {
    return !readFileSync(join(SOURCE, path)).equals(readFileSync(join(TARGET, path)))
  } catch {
    return true
  }
}

/** The `onDevServerStarted` hook of `adonisrc.ts`. */
export default function syncOnChange() {
  sync()
  watch(SOURCE, { recursive: true, persistent: false }, (_, changed) => {
    if (changed && !isIgnored(changed.split(sep).join('/'))) sync()
  })
}

if (import.meta.main) console.log(`Copied ${sync()} files from ../statusphere.`)
