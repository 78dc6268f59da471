import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { lexer, type Token } from 'marked'
import { ROOT } from './workspace.js'

/** What a section of the guide has a reader do: type a command, or write a file. */
export type Step =
  { kind: 'command'; command: string } | { kind: 'file'; path: string; contents: string }

const DOCS = join(ROOT, 'docs')
const ANCHOR = / \{#.*\}$/
/** `// app/models/status.ts`, in the first line of a sample. */
const FILE_NAME = /^(?:\/\/|#) (\S+\.\w+)\n/
/** `<<< @/../path{language} [file]` */
const INCLUDE = /^<<< @\/(\S+?)(?:#\S+)?(?:\{\w+\})? \[(\S+)\]$/gm

/** Returns what a section of a page of the guide has a reader do, in its order. */
export async function readSection(page: string, heading: string): Promise<Step[]> {
  const tokens = lexer(await readFile(join(DOCS, page), 'utf8'))
  const start = tokens.findIndex((token) => {
    return token.type === 'heading' && token.text.replace(ANCHOR, '') === heading
  })
  if (start === -1) throw new Error(`${page} has no heading "${heading}"`)
  const end = tokens.findIndex(({ type }, index) => type === 'heading' && index > start)
  const section = tokens.slice(start + 1, end === -1 ? undefined : end)

  const steps = await Promise.all(section.map(stepsOf))
  if (steps.flat().length === 0) throw new Error(`"${heading}" of ${page} has nothing to do`)
  return steps.flat()
}

async function stepsOf(token: Token): Promise<Step[]> {
  if (token.type === 'paragraph') {
    const includes = [...token.text.matchAll(INCLUDE)].map(async ([, source, path]) => {
      return {
        kind: 'file' as const,
        path,
        contents: await readFile(resolve(DOCS, source), 'utf8'),
      }
    })
    return Promise.all(includes)
  }
  if (token.type !== 'code') return []
  if (/^sh\b/.test(token.lang)) {
    const commands = token.text.split('\n').map((line: string) => line.replace(/\s+#.*$/, ''))
    return commands.filter(Boolean).map((command: string) => ({ kind: 'command', command }))
  }
  const [name, path] = FILE_NAME.exec(token.text) ?? []
  return path ? [{ kind: 'file', path, contents: `${token.text.slice(name!.length)}\n` }] : []
}
