import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

const ROOT = join(import.meta.dirname, '../..')
const PATH = /^(?:packages|examples|fresh-apps|matrix|scripts|docs|\.github|\.ci)\/[\w./-]*$/

/**
 * A page that says where something is fails the build once it is no longer there.
 */
export function paths(md: MarkdownRenderer) {
  md.core.ruler.push('paths', ({ tokens, env }) => {
    for (const { type, content } of tokens.flatMap((token) => token.children ?? [])) {
      if (type !== 'code_inline' || !PATH.test(content) || existsSync(join(ROOT, content))) continue
      throw new Error(`${env.relativePath} speaks of ${content}, which is not there`)
    }
  })
}
