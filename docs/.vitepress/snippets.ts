import { readFileSync } from 'node:fs'
import type { MarkdownRenderer } from 'vitepress'

/** Set by VitePress on a `<<< @/…` include: the file, and the region of it that is wanted. */
type Include = { src?: [file: string, region: string]; content: string }

const MARKER = /^\s*(?:\/\/|\/\*|#|<!--|\{\{--)\s*#?(end)?region\b\s*([\w-]*)/
const STUB_HEADER = /^(?:\{\{#var .*\}\}\n)*\{\{\{[\s\S]*?\}\}\}\n/

/**
 * Puts included code into the page as a reader wants it: without region markers, and without what the head
 * of a stub tells AdonisJS. A region that is gone fails the build, where VitePress shows the whole file.
 */
export function snippets(md: MarkdownRenderer) {
  md.core.ruler.push('snippets', ({ tokens, env }) => {
    for (const token of tokens as Include[]) {
      if (!token.src) continue
      const [file, region] = token.src
      env.includes?.push(file)
      token.content = readSnippet(file, region)
      // What has its content already, VitePress leaves as it is.
      delete token.src
    }
  })
}

function readSnippet(file: string, region: string): string {
  const lines = readFileSync(file, 'utf8').replace(STUB_HEADER, '').split('\n')
  const wanted = region ? insideOf(region, lines, file) : lines
  return dedent(wanted.filter((line) => !MARKER.test(line))).trim() + '\n'
}

function insideOf(region: string, lines: string[], file: string): string[] {
  const isMarker = (line: string, end: 'end' | undefined) => {
    const [, isEnd, name] = MARKER.exec(line) ?? []
    return name === region && isEnd === end
  }
  const start = lines.findIndex((line) => isMarker(line, undefined))
  const end = lines.findIndex((line) => isMarker(line, 'end'))
  if (start < 0 || end < start) {
    throw new Error(
      `${file} has no "#region ${region}" … "#endregion ${region}" for the docs to show`
    )
  }
  return lines.slice(start + 1, end)
}

function dedent(lines: string[]): string {
  const depths = lines.filter((line) => line.trim()).map((line) => line.search(/\S/))
  const depth = Math.min(...depths)
  return lines.map((line) => line.slice(depth)).join('\n')
}
