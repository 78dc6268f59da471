import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'

const LINK = /href="(\/[\w/-]*)?#([\w-]+)"/g
const ID = /\bid="([\w-]+)"/g

/** Finds links to headings that do not exist. VitePress itself checks links to pages only. */
export async function findDeadAnchors(outDir: string): Promise<string[]> {
  const pages = new Map<string, string>()
  for await (const file of glob('**/*.html', { cwd: outDir })) {
    pages.set(toUrl(file), readFileSync(join(outDir, file), 'utf8'))
  }

  return [...pages].flatMap(([url, html]) =>
    [...html.matchAll(LINK)]
      .map(([, target = url, anchor]) => ({ target, anchor }))
      .filter(({ target, anchor }) => !idsIn(pages.get(target) ?? '').has(anchor))
      .map(({ target, anchor }) => `${url} links to ${target}#${anchor}, which does not exist`)
  )
}

function toUrl(file: string): string {
  return '/' + file.replaceAll('\\', '/').replace(/(?:index)?\.html$/, '')
}

function idsIn(html: string): Set<string> {
  return new Set([...html.matchAll(ID)].map(([, id]) => id))
}
