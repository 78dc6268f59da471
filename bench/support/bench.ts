import { judge, type Line, type Result } from './line.js'
import { createTable } from './report.js'

/**
 * Runs lines one after the other, so that none slows another down, and prints the table.
 *
 * @returns Whether every line that can run here was measured, and all its figures are met
 */
export async function runBench(lines: Line[], pairs: number): Promise<boolean> {
  const results: Result[] = []
  const skipped: string[] = []
  const failed: string[] = []
  for (const { name, missing, measure } of lines) {
    if (missing) {
      skipped.push(`${name}: ${missing}`)
      continue
    }
    console.error(`› ${name}`)
    try {
      const figures = await measure(pairs)
      const judged = figures.map((figure) => judge(name, figure))
      results.push(...judged)
      // A run that is stopped does not reach the table at the end.
      console.error(createTable(judged))
    } catch (error) {
      failed.push(`${name}: ${(error as Error).message}`)
    }
  }

  console.log(createTable(results))
  for (const reason of failed) console.log(`\nFailed: ${reason}`)
  for (const reason of skipped) console.log(`\nNot run: ${reason}`)
  const short = results.filter(({ isMet }) => !isMet).length
  console.log(
    `\n${results.length - short} figures met, ${short} short, ${failed.length} lines failed`
  )
  return short + failed.length === 0
}
