import { readFileSync } from 'node:fs'
import type { MarkdownRenderer } from 'vitepress'

/** The token of a `<<< @/…` include. VitePress sets `src`. */
interface Include {
  src?: [file: string, region: string]
  content: string
}

const MARKER = /^\s*(?:\/\/|\/\*|#|<!--|\{\{--)\s*#?(end)?region\b\s*([\w-]*)/
const STUB_HEADER = /^(?:\{\{#var .*\}\}\n)*\{\{\{[\s\S]*?\}\}\}\n/

/**
 * Includes code without its region markers, and without the header of a stub. Fails the build if a
 * region does not exist, whereas VitePress itself would include the whole file.
 */
export function snippets(md: MarkdownRenderer) {
  md.core.ruler.push('snippets', ({ tokens, env }) => {
    for (const token of tokens as Include[]) {
      if (!token.src) continue
      const [file, region] = token.src
      env.includes?.push(file)
      token.content = readSnippet(file, region)
      // VitePress reads the file only if `src` is set.
      delete token.src
    }
  })
}

function readSnippet(file: string, region: string): string {
  const lines = readFileSync(file, 'utf8').replace(STUB_HEADER, '').split('\n')
  const included = region ? readRegion(region, lines, file) : lines
  return dedent(included.filter((line) => !MARKER.test(line))).trim() + '\n'
}

function readRegion(region: string, lines: string[], file: string): string[] {
  const isMarker = (line: string, end: 'end' | undefined) => {
    const [, isEnd, name] = MARKER.exec(line) ?? []
    return name === region && isEnd === end
  }
  const start = lines.findIndex((line) => isMarker(line, undefined))
  const end = lines.findIndex((line) => isMarker(line, 'end'))
  if (start < 0 || end < start) {
    throw new Error(`${file} has no "#region ${region}" … "#endregion ${region}"`)
  }
  return lines.slice(start + 1, end)
}

function dedent(lines: string[]): string {
  const depths = lines.filter((line) => line.trim()).map((line) => line.search(/\S/))
  const depth = Math.min(...depths)
  return lines.map((line) => line.slice(depth)).join('\n')
}
