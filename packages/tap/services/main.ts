import app from '@adonisjs/core/services/app'
import type { Tap } from '../src/tap.js'

let tap: Tap

await app.booted(async () => {
  tap = await app.container.make('tap')
})

export { tap as default }
