/**
 * The part of the app's encryption that both AdonisJS majors share.
 */
export type EncryptionLike = {
  encrypt(payload: unknown, expiresIn?: string | number, purpose?: string): string
  decrypt<T>(value: string, purpose?: string): T | null
}

/**
 * Encrypts what reaches a store. Each text opens for its own row only, so that a text copied into
 * another row is as useless as a stolen one.
 */
export class Vault {
  #encryption: EncryptionLike

  constructor(encryption: EncryptionLike) {
    this.#encryption = encryption
  }

  seal(kind: 'session' | 'state', id: string, value: unknown): string {
    return this.#encryption.encrypt(value, undefined, `atproto.${kind}.${id}`)
  }

  /**
   * Answers null for a text of another row, of another app key, or that was tampered with.
   */
  open<T>(kind: 'session' | 'state', id: string, text: string): T | null {
    return this.#encryption.decrypt<T>(text, `atproto.${kind}.${id}`)
  }
}
