import { BaseCommand, flags } from '@adonisjs/core/ace'
import { EnvEditor } from '@adonisjs/core/env/editor'
import { generatePrivateKey } from '../src/private_keys.js'

const VARIABLE = 'ATPROTO_PRIVATE_KEY'

export default class AtprotoKey extends BaseCommand {
  static commandName = 'atproto:key'
  static description = 'Create the private key of a confidential OAuth client'
  static help = [
    `Writes ${VARIABLE} to .env. With a key, servers keep sessions for months instead of two weeks.`,
    'A session needs the key that it was created with: keep old keys in "privateKeys", after the new one.',
  ]

  @flags.boolean({ description: 'Print the key instead of writing it to .env' })
  declare show: boolean

  @flags.boolean({
    description: 'Replace the key in .env. Ends the sessions that were created with it',
  })
  declare force: boolean

  async run() {
    const key = await generatePrivateKey()
    if (this.show) {
      // Nothing else on standard output, for secret managers.
      console.log(key)
      return
    }

    const editor = await EnvEditor.create(this.app.appRoot)
    const current = editor
      .toJSON()
      .find(({ path }) => path.endsWith('.env'))
      ?.contents.find((line) => line.startsWith(`${VARIABLE}=`))
    if (current && current.slice(VARIABLE.length + 1).trim() && !this.force) {
      this.logger.error(
        `.env already has an ${VARIABLE}. Replacing the existing key ends its sessions; use --force`
      )
      this.exitCode = 1
      return
    }

    editor.add(VARIABLE, key, true)
    await editor.save()
    this.logger.success(`Added ${VARIABLE} to .env. It is used with an https APP_URL only`)
  }
}
