/**
 * The part of the app's encryption that both AdonisJS majors share.
 */
export interface EncryptionLike {
  encrypt(payload: unknown, expiresIn?: string | number, purpose?: string): string
  decrypt<T>(value: string, purpose?: string): T | null
}

/**
 * Encrypts what reaches a store. A value can only be decrypted for its own row, so copying it into
 * another row is as useless as stealing it.
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
   * Returns null for a value of another row, of another app key, or that was changed.
   */
  open<T>(kind: 'grant' | 'state', id: string, text: string): T | null {
    return this.#encryption.decrypt<T>(text, `atproto.${kind}.${id}`)
  }
}
