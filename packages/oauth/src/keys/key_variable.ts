import { EnvEditor } from '@adonisjs/core/env/editor'
import type { Jwk } from '@atproto/oauth-client-node'
import { parsePrivateKeys, serializePrivateKeys } from '../private_keys.js'

export const KEY_VARIABLE = 'ATPROTO_PRIVATE_KEY'

/**
 * The private keys in `.env`, or in the environment of the process where there is no `.env`.
 */
export class KeyVariable {
  #editor: EnvEditor

  static async load(appRoot: URL) {
    return new KeyVariable(await EnvEditor.create(appRoot))
  }

  constructor(editor: EnvEditor) {
    this.#editor = editor
  }

  /**
   * @throws E_ATPROTO_INVALID_CONFIG, never with a part of the key
   */
  get keys(): Jwk[] {
    return parsePrivateKeys(this.#value)
  }

  get isEmpty(): boolean {
    return this.#value.trim() === ''
  }

  /** Writes the keys to `.env`, and the name of the variable to `.env.example`. */
  async write(keys: Jwk[]): Promise<void> {
    this.#editor.add(KEY_VARIABLE, serializePrivateKeys(keys), true)
    await this.#editor.save()
  }

  get #value(): string {
    const prefix = `${KEY_VARIABLE}=`
    const line = this.#editor
      .toJSON()
      .find(({ path }) => path.endsWith('.env'))
      ?.contents.find((text) => text.startsWith(prefix))
    if (line === undefined) return process.env[KEY_VARIABLE] ?? ''
    // The quotes are for the parser of the file, which removes them again.
    return line
      .slice(prefix.length)
      .trim()
      .replace(/^(['"])(.*)\1$/, '$2')
  }
}
