import { createRequire } from 'node:module'
import { DevnetError } from '../errors.js'
import { HELP } from './help.js'
import { type Command, parseCommand } from './options.js'
import { describe, environmentAhead, environmentLines } from './report.js'

/** @returns the exit code, once there is nothing left to do */
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
  // Listened to from the first moment: a Ctrl-C while it starts takes back what was started.
  const asked = stopSignal()
  // Whoever only asks for help need not wait for a whole network to load.
  const { startDevnet } = await import('../start_devnet.js')
  const devnet = await startDevnet(options)
  const seconds = process.uptime().toFixed(1)
  console.log(`\nThe network is up after ${seconds} s.\n\n${describe(devnet, options)}\n`)
  await asked
  await devnet.close()
  return 0
}

/** npm and npx pass a signal on that the terminal has sent to us already. */
const SAME_REQUEST = 1000

/** Resolves at the first request to stop; another one, later, doesn't wait for anything. */
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
