/**
 * The part of the app's encryption that AdonisJS 6 and 7 have in common.
 */
export interface EncryptionLike {
  encrypt(payload: unknown, expiresIn?: string | number, purpose?: string): string
  decrypt<T>(value: string, purpose?: string): T | null
}

/**
 * Encrypts values before they are stored. A value can only be decrypted for its own row, so that
 * copying it to another row is useless.
 */
export class Vault {
  #encryption: EncryptionLike

  constructor(encryption: EncryptionLike) {
    this.#encryption = encryption
  }

  seal(kind: 'grant' | 'state', id: string, value: unknown): string {
    return this.#encryption.encrypt(value, undefined, `atproto.${kind}.${id}`)
  }

  /**
   * Returns null if the value belongs to another row, was encrypted with another app key, or was
   * changed.
   */
  open<T>(kind: 'grant' | 'state', id: string, text: string): T | null {
    return this.#encryption.decrypt<T>(text, `atproto.${kind}.${id}`)
  }
}
