import { defineConfig } from '@adonisjs/core/http'
import env from '#start/env'

export const appUrl = env.get('APP_URL')

export const http = defineConfig({
  generateRequestId: true,
  cookie: { path: '/', maxAge: '2h', httpOnly: true, sameSite: 'lax' },
})
