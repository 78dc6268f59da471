import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import oauth from 'adonisjs-atproto-oauth/services/main'
import tap from 'adonisjs-atproto-tap/services/main'

emitter.on('atproto:signed_in', ({ user }) => tap.addRepos([user.did]))
emitter.on('atproto:session_lost', async ({ sessionId, reason }) => {
  // @ts-expect-error: an unreachable server does not end a session.
  const isAway: boolean = reason === 'unreachable'
  return { isAway, user: await oauth.find(sessionId) }
})
// @ts-expect-error: the event has no such field.
emitter.on('atproto:signed_out', ({ account }) => account)

const manager = await app.container.make('atproto.oauth')
await manager.end('a session')
