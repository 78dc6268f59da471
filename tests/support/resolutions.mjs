import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

// Where the imports of installed packages lead, kept for the next process. A network imports
// thousands of modules, and finding them takes a third of its start. Only an install moves them.

const PACKAGES = new URL('../../node_modules/.pnpm/', import.meta.url).href
const FILE = fileURLToPath(new URL('../../node_modules/.cache/resolutions.json', import.meta.url))
const installedAt = statSync(new URL('lock.yaml', PACKAGES)).mtimeMs

/** A copy of a package of this workspace, which a build changes. */
const OURS = /adonisjs-atproto-/

/** By conditions ("import" or "require"), folder and specifier. */
const kept = readKept()
const added = []

/** A hook of Node.js's module loader. */
export function resolveOnce(specifier, context, nextResolve) {
  const { parentURL, conditions, importAttributes } = context
  if (!parentURL?.startsWith(PACKAGES)) return nextResolve(specifier, context)

  const folder = dirname(parentURL.slice(PACKAGES.length))
  const known = kept[conditions]?.[folder]?.[specifier]
  if (known) {
    const [path, format] = known
    return { url: PACKAGES + path, format, importAttributes, shortCircuit: true }
  }
  const resolved = nextResolve(specifier, context)
  const { url, format } = resolved
  if (url.startsWith(PACKAGES) && !OURS.test(url)) {
    const path = url.slice(PACKAGES.length)
    added.push([conditions, folder, specifier, format ? [path, format] : [path]])
  }
  return resolved
}

/** Keeps what was resolved since the last call. */
export function keepResolutions() {
  if (added.length === 0) return
  // Read again, since another process may have added to it.
  const all = readKept()
  for (const [conditions, folder, specifier, resolved] of added.splice(0)) {
    const folders = (all[conditions] ??= {})
    const resolutions = (folders[folder] ??= {})
    resolutions[specifier] = resolved
  }
  mkdirSync(dirname(FILE), { recursive: true })
  const unfinished = `${FILE}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify({ installedAt, kept: all }))
  renameSync(unfinished, FILE)
}

function readKept() {
  if (!existsSync(FILE)) return {}
  const file = JSON.parse(readFileSync(FILE, 'utf8'))
  return file.installedAt === installedAt ? file.kept : {}
}
