import { cp, glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppFiles } from '@tests/support/app_files'
import { ROOT } from '@tests/support/workspace'
import { standsAlone } from './merge_sample.js'

const PAGES = ['docs/*.md', '{.,packages/*,examples/*}/README.md']

/** It needs users, so the suite types all of it into the kits that have some. */
const EXCEPT = ['docs/own-users.md']

const BLOCK = /^```ts\n([^]*?)^```$/gm

/** A part of a method: it needs a function around it, or the class whose method it is. */
const STATEMENTS = /^(return|this\.)/m

/**
 * Writes the samples of the guide and the READMEs into an app, for its type check, each as a module
 * of its own. `globals.d.ts` declares what they take from the code around them.
 */
export async function writeSamples(app: AppFiles): Promise<void> {
  const folder = 'app/samples'
  await cp(join(import.meta.dirname, '..', 'samples'), join(app.dir, folder), { recursive: true })
  for await (const page of glob(PAGES, { cwd: ROOT, exclude: EXCEPT })) {
    const markdown = await readFile(join(ROOT, page), 'utf8')
    const name = page.replaceAll('/', '_').replace(/\.md$/, '')
    const samples = [...markdown.matchAll(BLOCK)].map(([, sample]) => sample!)
    for (const [index, sample] of samples.entries()) {
      if (!standsAlone(sample)) continue
      await app.write(join(folder, `${name}_${index + 1}.ts`), toModule(sample))
    }
  }
}

/** What it declares is exported: the kits allow no names that nothing uses. */
function toModule(sample: string): string {
  const lines = sample.trimEnd().split('\n')
  const imports = lines.filter((line) => line.startsWith('import '))
  const code = lines.filter((line) => !line.startsWith('import ')).join('\n')
  const body = STATEMENTS.test(code)
    ? `export async function sample(this: BaseSchema) {\n${code}\n}`
    : code.replace(/^const /gm, 'export const ')
  return `${[...imports, body].join('\n')}\n\nexport {}\n`
}
