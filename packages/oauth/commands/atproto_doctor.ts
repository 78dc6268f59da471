import { BaseCommand, flags } from '@adonisjs/core/ace'
import { bootApp } from '../src/boot_app.js'
import { createContext } from '../src/doctor/create_context.js'
import { examine } from '../src/doctor/examine.js'
import type { Finding } from '../src/doctor/types.js'

export default class AtprotoDoctor extends BaseCommand {
  static commandName = 'atproto:doctor'
  static description = 'Find what keeps people from signing in, and how to fix it'
  static help = [
    'Fetches the deployed client metadata and keys as an account server does, and checks the host,',
    'tables, clock and session. Exits with 1 if it finds an error.',
    '```',
    '{{ binaryName }} atproto:doctor          Checks the deployed app at APP_URL',
    '{{ binaryName }} atproto:doctor --local  Checks the setup on your machine',
    '```',
  ]

  // The app starts in `run`, because an invalid config is a finding.
  static options = {}

  @flags.boolean({ description: 'Check a development setup instead of the deployed app' })
  declare local: boolean

  @flags.boolean({ description: 'Print the findings as JSON' })
  declare json: boolean

  async run() {
    const findings = await this.#examine()
    if (this.json) console.log(JSON.stringify({ findings }, null, 2))
    else for (const finding of findings) this.#print(finding)
    if (findings.some(({ status }) => status === 'error')) this.exitCode = 1
  }

  async #examine(): Promise<Finding[]> {
    try {
      await bootApp(this.app)
      return await examine(await createContext(this.app, this.local), this.local)
    } catch (error) {
      const { message, help } = error as Error & { help?: string }
      const fix = help ?? 'Start the app to see the whole error'
      return [{ check: 'Config', status: 'error', message, fix }]
    }
  }

  #print({ check, status, message, fix }: Finding) {
    const line = `${check}: ${message}`
    if (status === 'ok') this.logger.success(line)
    else if (status === 'warning') this.logger.warning(`${line}. ${fix}`)
    else this.logger.error(`${line}. ${fix}`)
  }
}
