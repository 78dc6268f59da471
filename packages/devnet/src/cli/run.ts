import { createRequire } from 'node:module'
import { DevnetError } from '../errors.js'
import { writeEnvFile } from './env_file.js'
import { HELP } from './help.js'
import { type Command, parseCommand } from './options.js'
import { describe, environmentAhead, environmentLines } from './report.js'

/** @returns the exit code */
export async function run(args: string[]): Promise<number> {
  try {
    const command = parseCommand(args)
    if (command.action === 'start') return await serve(command.options)
    console.log(await outputOf(command))
    return 0
  } catch (error) {
    console.error(error instanceof DevnetError ? `${error.message}\n${error.help}` : error)
    return 1
  }
}

async function outputOf({ action, envFile, options }: Command): Promise<string> {
  if (action === 'help') return HELP.trimEnd()
  if (action === 'version') return version()

  const env = environmentAhead(options)
  if (envFile === undefined) return environmentLines(env)
  const hasChanged = await writeEnvFile(envFile, env)
  const names = Object.keys(env).join(', ')
  return hasChanged ? `Wrote ${names} to ${envFile}` : `${envFile} has these values already`
}

function version(): string {
  return createRequire(import.meta.url)('adonisjs-atproto-devnet/package.json').version
}

async function serve(options: Command['options']): Promise<number> {
  // Before the start: a Ctrl-C while it starts stops what was started.
  const stopped = stopSignal()
  // Loading the network takes two seconds, and the other actions do not need it.
  const { startDevnet } = await import('../start_devnet.js')
  const devnet = await startDevnet(options)
  const seconds = process.uptime().toFixed(1)
  console.log(`\nThe network is up after ${seconds} s.\n\n${describe(devnet, options)}\n`)
  await stopped
  await devnet.close()
  return 0
}

/** npm and npx forward a signal that the terminal has sent to this process already. */
const SAME_SIGNAL = 1000

/** Resolves at the first signal. A later one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let signalledAt: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        signalledAt ??= performance.now()
        if (performance.now() - signalledAt > SAME_SIGNAL) process.exit(1)
        resolve()
      })
    }
  })
}
