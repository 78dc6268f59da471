import app from '@adonisjs/core/services/app'
import type { OAuthManager } from '../src/oauth_manager.js'

let oauth: OAuthManager

await app.booted(async () => {
  oauth = await app.container.make('atproto.oauth')
})

export { oauth as default }
