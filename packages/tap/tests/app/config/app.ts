import { defineConfig } from '@adonisjs/core/http'

// Where AdonisJS 6 looks for it; 7 has config/encryption.ts.
export const appKey = 'a-key-of-thirty-two-characters-00'

export const http = defineConfig({})
