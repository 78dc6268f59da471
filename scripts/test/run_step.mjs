import { spawn } from 'node:child_process'
import { ROOT, workspaceEnv } from '../workspace.mjs'
import { NOTHING, readJapaSummary } from './totals.mjs'

const FAILED = { ...NOTHING, failed: 1 }

/**
 * Runs a check or a suite and says how it went, with a note where the bare counts would leave a reader
 * guessing: a suite that ran nothing, that died after its tests had passed, or that can't run here.
 *
 * @param {{ command: string[], counts?: boolean, missing?: () => string | undefined }} step
 * @param {(text: string) => unknown} print
 */
export async function runStep(
  { command, counts, missing },
  print = (text) => process.stdout.write(text)
) {
  const reason = missing?.()
  if (reason) return { totals: { ...NOTHING, skipped: 1 }, note: reason }

  const { exitCode, output } = await run(command, print)
  if (!counts) return { totals: exitCode === 0 ? NOTHING : FAILED }

  const totals = readJapaSummary(output)
  if (!totals) return { totals: FAILED, note: `ended with ${exitCode} and ran no test` }
  if (totals.passed + totals.failed === 0) return { totals: FAILED, note: 'ran no test' }
  if (exitCode !== 0 && totals.failed === 0) {
    return {
      totals: { ...totals, failed: 1 },
      note: `its tests passed, and then it ended with ${exitCode}`,
    }
  }
  return { totals }
}

function run([program, ...args], print) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: workspaceEnv({ FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
        print(text)
      })
    }
    child.on('error', (error) => resolve({ exitCode: error.code, output }))
    child.on('close', (code, signal) => resolve({ exitCode: code ?? signal, output }))
  })
}
