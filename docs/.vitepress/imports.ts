import { cruise, type ICruiseResult } from 'dependency-cruiser'
import type { MarkdownRenderer } from 'vitepress'
import { REPOSITORY } from './checks/repository.ts'

type Imports = Map<string, string[]>

const FENCE = /^imports (\S+)$/
const SOURCES = ['packages/oauth/src', 'packages/tap/src', 'packages/devnet/src']

const drawings = new Map(
  await Promise.all(SOURCES.map(async (src) => [src, await draw(src)] as const))
)

/**
 * Fills code blocks such as "```imports packages/tap/src" with the files and folders of a folder,
 * and what each of them imports from the others.
 */
export function imports(md: MarkdownRenderer) {
  md.core.ruler.push('imports', ({ tokens }) => {
    for (const token of tokens) {
      const [, folder] = FENCE.exec(token.info) ?? []
      if (!folder) continue
      const drawing = drawings.get(folder)
      if (!drawing) throw new Error(`Add ${folder} to docs/.vitepress/imports.ts`)
      token.info = 'txt'
      token.content = drawing
    }
  })
}

async function draw(folder: string): Promise<string> {
  const entries = await readImports(folder)
  const names = sortByDependency(entries)
  const width = Math.max(...names.map((name) => name.length))
  return names
    .map((name) => `${name.padEnd(width)}  ${entries.get(name)!.join(', ')}`.trimEnd())
    .join('\n')
}

async function readImports(folder: string): Promise<Imports> {
  const { output } = await cruise([folder], {
    baseDir: REPOSITORY,
    tsPreCompilationDeps: true,
    includeOnly: `^${folder}/`,
    collapse: `^${folder}/[^/]+`,
  })
  const toName = (path: string) => {
    const name = path.slice(folder.length + 1)
    return name.includes('.') ? name : `${name}/`
  }
  return new Map(
    (output as ICruiseResult).modules.map(({ source, dependencies }) => {
      const name = toName(source)
      const targets = new Set(dependencies.map(({ resolved }) => toName(resolved)))
      return [name, [...targets].filter((target) => target !== name).sort()]
    })
  )
}

/** Sorts the entries so that each one imports only entries below it. */
function sortByDependency(entries: Imports): string[] {
  const sorted = new Set<string>()
  const visit = (name: string, path: string[]) => {
    if (path.includes(name)) throw new Error(`Import circle: ${[...path, name].join(' → ')}`)
    for (const dependency of entries.get(name) ?? []) visit(dependency, [...path, name])
    sorted.add(name)
  }
  for (const name of [...entries.keys()].sort()) visit(name, [])
  return [...sorted].reverse()
}
