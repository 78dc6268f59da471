import { defineConfig, drivers } from '@adonisjs/core/encryption'

export default defineConfig({
  default: 'gcm',
  list: { gcm: drivers.aes256gcm({ keys: ['a-key-of-thirty-two-characters-00'], id: 'gcm' }) },
})
