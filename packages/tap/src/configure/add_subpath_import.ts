import { readFile, writeFile } from 'node:fs/promises'

/**
 * Adds `#<folder>/*` to the `imports` of an app's package.json, in the style of the existing ones.
 *
 * @returns `unknown` when there is no import to copy the style of; the file is unchanged
 */
export async function addSubpathImport(
  file: string,
  folder: string
): Promise<'added' | 'present' | 'unknown'> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  const manifest = parse(text)
  const imports = manifest?.imports
  if (!imports || typeof imports !== 'object') return 'unknown'

  const name = `#${folder}/*`
  if (name in imports) return 'present'

  const model = ['controllers', 'models', 'services', 'listeners'].find(
    (known) => imports[`#${known}/*`] === `./app/${known}/*.js`
  )
  if (!model) return 'unknown'

  imports[name] = `./app/${folder}/*.js`
  const [, indent = '  '] = /^\{\r?\n(\s+)"/.exec(text) ?? []
  await writeFile(file, JSON.stringify(manifest, null, indent) + (text.endsWith('\n') ? '\n' : ''))
  return 'added'
}

function parse(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
