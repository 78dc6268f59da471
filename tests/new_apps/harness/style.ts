import { join } from 'node:path'
import type { AppFiles } from '@tests/support/app_files'
import { ESLint } from 'eslint'
import prettier from 'prettier'

/** What the kits' own `prettier --check .` looks at, besides what `configure` does not touch. */
const FORMATTED = /\.(ts|tsx|vue|json)$/
const LINTED = /\.tsx?$/

/** Formats all files, as those of the kits are. */
export async function formatAll(app: AppFiles): Promise<void> {
  for (const [path, text] of Object.entries(await app.all())) {
    if (!FORMATTED.test(path)) continue
    const formatted = await prettier.format(text, await optionsOf(app, path))
    if (formatted !== text) await app.write(path, formatted)
  }
}

/** Returns what ESLint and Prettier say about files, with the settings of the kit. */
export async function styleProblems(app: AppFiles, paths: string[]): Promise<string[]> {
  const eslint = new ESLint({ cwd: app.dir })
  const linted = await eslint.lintFiles(paths.filter((path) => LINTED.test(path)))
  const problems = linted.flatMap(({ filePath, messages }) =>
    messages.map(({ message, line }) => `${filePath}:${line} ${message}`)
  )
  for (const path of paths.filter((candidate) => FORMATTED.test(candidate))) {
    const isFormatted = await prettier.check(await app.read(path), await optionsOf(app, path))
    if (!isFormatted) problems.push(`${path} is not formatted`)
  }
  return problems
}

async function optionsOf(app: AppFiles, path: string) {
  const filepath = join(app.dir, path)
  return { ...(await prettier.resolveConfig(filepath)), filepath }
}
