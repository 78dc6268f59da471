import { Secret } from '@adonisjs/core/helpers'
import { defineConfig } from 'adonisjs-atproto-tap'

export default defineConfig({
  url: 'http://127.0.0.1:2480',
  adminPassword: new Secret('sesame'),
  listen: true,
  deadLetters: false,
  retry: { minDelay: 500 },
})

// @ts-expect-error: a misspelt option is found before the app runs.
defineConfig({ url: 'http://127.0.0.1:2480', deadLetters: false, pasword: 'sesame' })
