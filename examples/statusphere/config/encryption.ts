import { defineConfig, drivers } from '@adonisjs/core/encryption'
import env from '#start/env'

/**
 * Encrypts cookies and the OAuth tokens in the database. To rotate the key, put the new one first
 * and keep the old one after it.
 */
const encryptionConfig = defineConfig({
  default: 'gcm',
  list: {
    gcm: drivers.aes256gcm({ id: 'gcm', keys: [env.get('APP_KEY')] }),
  },
})

export default encryptionConfig

declare module '@adonisjs/core/types' {
  export interface EncryptorsList extends InferEncryptors<typeof encryptionConfig> {}
}
