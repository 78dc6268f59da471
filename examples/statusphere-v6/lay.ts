/**
 * Lays the Statusphere app beside the few files that AdonisJS 6 needs otherwise, which makes this folder a whole
 * AdonisJS 6 app. Runs when the workspace is installed; the development server follows changes (see adonisrc.ts).
 */
import { cpSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs'
import { join, sep } from 'node:path'

const HERE = import.meta.dirname
const SOURCE = join(HERE, '..', 'statusphere')

/** What AdonisJS 6 needs otherwise, and what says so: all that git keeps of this folder. */
const OWN = new Set([
  '.gitignore',
  'README.md',
  'ace.js',
  'adonisrc.ts',
  'config/app.ts',
  'lay.ts',
  'package.json',
  'start/env.ts',
  'vite.config.ts',
])

/** What AdonisJS 6 has no use for. */
const ONLY_IN_7 = new Set(['config/encryption.ts'])

/** What is made where it is used: dependencies, builds, state, and each developer's own `.env`. */
const MADE_HERE =
  /^(node_modules|build|tmp|\.adonisjs|public\/assets|\.env(\.(?!example$).*)?)(\/|$)/

const staysOut = (path: string) => OWN.has(path) || ONLY_IN_7.has(path) || MADE_HERE.test(path)

function filesOf(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name
    if (staysOut(path)) return []
    return entry.isDirectory() ? filesOf(folder, path) : [path]
  })
}

function lay() {
  const files = filesOf(SOURCE)
  for (const path of filesOf(HERE)) if (!files.includes(path)) rmSync(join(HERE, path))
  for (const path of files) if (differs(path)) cpSync(join(SOURCE, path), join(HERE, path))
  return files.length
}

/** Only what has changed is written, or the development server would start again for nothing. */
function differs(path: string) {
  try {
    return !readFileSync(join(SOURCE, path)).equals(readFileSync(join(HERE, path)))
  } catch {
    return true
  }
}

/** The hook of AdonisJS's development server. */
export default function follow() {
  lay()
  watch(SOURCE, { recursive: true, persistent: false }, (_, changed) => {
    if (changed && !staysOut(changed.split(sep).join('/'))) lay()
  })
}

if (import.meta.main) {
  console.log(`Laid ${lay()} files of ../statusphere beside what AdonisJS 6 needs otherwise.`)
}
