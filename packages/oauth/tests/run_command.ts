import { type BaseCommand, Kernel } from '@adonisjs/core/ace'
import type { ApplicationService } from '@adonisjs/core/types'

/**
 * Runs a command in a booted app, and returns what it printed.
 */
export async function runCommand(
  app: ApplicationService,
  Command: typeof BaseCommand,
  ...flags: string[]
) {
  const ace = new Kernel(app)
  ace.ui.switchMode('raw')
  const printed: string[] = []
  const { log } = console
  console.log = (text) => void printed.push(text)
  try {
    const command: BaseCommand = await ace.create(Command as never, flags)
    await command.exec()
    const { exitCode, error, logger } = command
    if (error) throw error
    const logs = logger.getLogs().map(({ message }) => message)
    return { exitCode, logs, stdout: printed.join('\n') }
  } finally {
    console.log = log
  }
}
