import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { Jwk } from '@atproto/oauth-client-node'
import { bootApp } from '../src/boot_app.js'
import { type KeyUsage, keyUsages } from '../src/keys/key_usage.js'
import { KEY_VARIABLE, KeyVariable } from '../src/keys/key_variable.js'
import { generatePrivateKey, serializePrivateKeys } from '../src/private_keys.js'

const ROLES: Record<KeyUsage['role'], string> = {
  current: 'signs new sign-ins',
  old: 'kept for its grants',
  missing: 'missing in "privateKeys"',
}

const sessionsNeed = (count: number) => (count === 1 ? '1 session needs' : `${count} sessions need`)

export default class AtprotoKey extends BaseCommand {
  static commandName = 'atproto:key'
  static description = 'Create, list and rotate the private keys of a confidential OAuth client'
  static help = [
    `Writes ${KEY_VARIABLE} to .env. With a key, servers keep sessions for months instead of two weeks.`,
    'A session needs the key that it was created with. To replace a key:',
    '```',
    '{{ binaryName }} atproto:key --rotate     Adds a new key in front and keeps the others',
    '{{ binaryName }} atproto:key --list       Lists the keys, and how many sessions need each one',
    '{{ binaryName }} atproto:key --remove ID  Removes a key that no session needs',
    '```',
    'With --show, the new value is printed instead of written, for apps without a .env file.',
  ]

  // The app starts for --list and --remove only: a first key has to work while the config does not.
  static options = {}

  @flags.boolean({ description: 'List the keys, and how many sessions need each of them' })
  declare list: boolean

  @flags.boolean({ description: 'Add a new key in front of the existing ones, which are kept' })
  declare rotate: boolean

  @flags.string({ description: 'Remove the key with this ID' })
  declare remove?: string

  @flags.boolean({ description: 'Print the new value instead of writing it to .env' })
  declare show: boolean

  @flags.boolean({ description: 'Replace or remove a key even if that ends its sessions' })
  declare force: boolean

  async run() {
    if (this.list) return this.#list()
    const variable = await KeyVariable.load(this.app.appRoot)
    if (this.remove !== undefined) return this.#remove(variable, this.remove)

    const key: Jwk = JSON.parse(await generatePrivateKey())
    if (this.rotate)
      return this.#save(variable, [key, ...variable.keys], `Added the key ${key.kid}`)
    if (this.show) return this.#print([key])
    if (!variable.isEmpty && !this.force) {
      return this.#fail(
        `.env already has an ${KEY_VARIABLE}. Use --rotate to add a new key in front of it. --force replaces the existing key, which ends its sessions`
      )
    }
    return this.#save(variable, [key], `Added the key ${key.kid}`)
  }

  async #list() {
    const usages = await this.#usages()
    if (!usages.length) {
      this.logger.info(`There is no key. Run "node ace atproto:key" to create one`)
      return
    }
    const table = this.ui.table().head(['Key', 'Use', 'Sessions that need it'])
    for (const { keyId, role, grants } of usages) table.row([keyId, ROLES[role], `${grants}`])
    table.render()

    for (const { keyId, role, grants } of usages) {
      if (role === 'old' && grants === 0) {
        this.logger.info(`No session needs ${keyId}. Run "node ace atproto:key --remove ${keyId}"`)
      } else if (role === 'missing') {
        this.#fail(`${sessionsNeed(grants)} the key ${keyId}. Put it back, or they end`)
      }
    }
  }

  async #remove(variable: KeyVariable, keyId: string) {
    const keys = variable.keys
    const others = keys.filter((key) => key.kid !== keyId)
    if (others.length === keys.length) {
      return this.#fail(`There is no key "${keyId}". "node ace atproto:key --list" lists them`)
    }
    const usages = this.force ? [] : await this.#usages()
    const usage = usages.find((it) => it.keyId === keyId)
    if (usage && (usage.role === 'current' || usage.grants > 0)) {
      const reason = usage.grants > 0 ? `${sessionsNeed(usage.grants)} it` : 'it signs new sign-ins'
      return this.#fail(`The key ${keyId} is in use: ${reason}. --force removes it all the same`)
    }
    return this.#save(variable, others, `Removed the key ${keyId}`)
  }

  async #save(variable: KeyVariable, keys: Jwk[], done: string) {
    if (this.show) return this.#print(keys)
    await variable.write(keys)
    this.logger.success(`${done}. ${KEY_VARIABLE} in .env is used with an https APP_URL only`)
  }

  /** Nothing else on standard output, for secret managers. */
  #print(keys: Jwk[]) {
    console.log(serializePrivateKeys(keys))
  }

  async #usages(): Promise<KeyUsage[]> {
    await bootApp(this.app)
    const { config } = await this.app.container.make('atproto.oauth')
    // A loopback app has keys in .env that it does not use.
    const variable = await KeyVariable.load(this.app.appRoot)
    const keys = config.isLoopback ? variable.keys : config.privateKeys.release()
    return keyUsages(keys, config.stores.grants)
  }

  #fail(message: string) {
    this.logger.error(message)
    this.exitCode = 1
  }
}
