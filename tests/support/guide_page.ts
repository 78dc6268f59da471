import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ROOT } from './workspace.js'

/** What a section of the guide has a reader do: type a command, or write a file. */
export type Step =
  { kind: 'command'; command: string } | { kind: 'file'; path: string; contents: string }

const DOCS = join(ROOT, 'docs')
const HEADING = /^(#{2,4}) (.+?)(?: \{#.*\})?$/
const FENCE = /^```(\w+)?/
/** `// app/models/status.ts`, in the first line of a sample. */
const FILE_NAME = /^(?:\/\/|#) (\S+\.\w+)$/
/** `<<< @/../path{language} [file]` */
const INCLUDE = /^<<< @\/(\S+?)(?:#\S+)?(?:\{\w+\})? \[(\S+)\]$/

/** Returns what a section of a page of the guide has a reader do, in its order. */
export async function readSection(page: string, heading: string): Promise<Step[]> {
  const lines = (await readFile(join(DOCS, page), 'utf8')).split('\n')
  const steps = await Promise.all(blocksOf(sectionOf(lines, heading, page)).map(stepsOf))
  if (steps.flat().length === 0) throw new Error(`"${heading}" of ${page} has nothing to do`)
  return steps.flat()
}

function sectionOf(lines: string[], heading: string, page: string): string[] {
  const start = lines.findIndex((line) => HEADING.exec(line)?.[2] === heading)
  if (start === -1) throw new Error(`${page} has no heading "${heading}"`)
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => HEADING.test(line))
  return end === -1 ? rest : rest.slice(0, end)
}

interface Block {
  language: string
  lines: string[]
}

/** The code blocks, and the includes as blocks without a language. */
function blocksOf(lines: string[]): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  for (const line of lines) {
    const fence = FENCE.exec(line)
    if (open && fence) open = undefined
    else if (fence) blocks.push((open = { language: fence[1] ?? '', lines: [] }))
    else if (open) open.lines.push(line)
    else if (INCLUDE.test(line)) blocks.push({ language: '', lines: [line] })
  }
  return blocks
}

async function stepsOf({ language, lines }: Block): Promise<Step[]> {
  if (language === 'sh') {
    const commands = lines.map((line) => line.replace(/\s+#.*$/, '')).filter(Boolean)
    return commands.map((command) => ({ kind: 'command', command }))
  }
  const [, source, target] = INCLUDE.exec(lines[0] ?? '') ?? []
  if (source && target) {
    const contents = await readFile(resolve(dirname(join(DOCS, 'index.md')), source), 'utf8')
    return [{ kind: 'file', path: target, contents }]
  }
  const [, path] = FILE_NAME.exec(lines[0] ?? '') ?? []
  return path ? [{ kind: 'file', path, contents: `${lines.slice(1).join('\n')}\n` }] : []
}
