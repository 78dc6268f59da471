import * as encryption from '@adonisjs/core/encryption'

// AdonisJS 6 has no drivers: its key is `appKey` in config/app.ts, and this file says nothing
// there.
const { defineConfig, drivers } = encryption as any

export default drivers
  ? defineConfig({
      default: 'gcm',
      list: { gcm: drivers.aes256gcm({ keys: ['a-key-of-thirty-two-characters-00'], id: 'gcm' }) },
    })
  : {}
