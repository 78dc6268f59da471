import { createRequire } from 'node:module'
import { DevnetError } from '../errors.js'
import { HELP } from './help.js'
import { type Command, parseCommand } from './options.js'
import { describe, environmentAhead, environmentLines } from './report.js'

/** @returns the exit code */
export async function run(args: string[]): Promise<number> {
  try {
    const command = parseCommand(args)
    if (command.action === 'start') return await serve(command.options)
    console.log(answer(command))
    return 0
  } catch (error) {
    console.error(error instanceof DevnetError ? `${error.message}\n${error.help}` : error)
    return 1
  }
}

function answer({ action, options }: Command): string {
  if (action === 'help') return HELP.trimEnd()
  if (action === 'version') return version()
  return environmentLines(environmentAhead(options))
}

function version(): string {
  return createRequire(import.meta.url)('adonisjs-atproto-devnet/package.json').version
}

async function serve(options: Command['options']): Promise<number> {
  // Registered first, so that Ctrl-C during the start stops what was started.
  const asked = stopSignal()
  // Loaded late, so that --help does not load the network.
  const { startDevnet } = await import('../start_devnet.js')
  const devnet = await startDevnet(options)
  const seconds = process.uptime().toFixed(1)
  console.log(`\nThe network is up after ${seconds} s.\n\n${describe(devnet, options)}\n`)
  await asked
  await devnet.close()
  return 0
}

/** npm and npx forward signals that the terminal has already sent to this process. */
const SAME_REQUEST = 1000

/** Resolves at the first signal. A later signal exits at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        askedAt ??= performance.now()
        if (performance.now() - askedAt > SAME_REQUEST) process.exit(1)
        resolve()
      })
    }
  })
}
