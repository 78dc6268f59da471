/**
 * Helpers and values for all templates.
 */
import app from '@adonisjs/core/services/app'
import edge from 'edge.js'
import { listComponentsOnce } from '#helpers/component_list'
import { timeAgo } from '#helpers/time_ago'
import env from '#start/env'

edge.global('timeAgo', timeAgo)
edge.global('appOrigin', `${new URL(env.get('APP_URL')).origin}/`)
edge.global('signupHost', new URL(env.get('ATPROTO_PDS_URL', 'https://bsky.social')).host)
edge.global('handleExample', env.get('ATPROTO_PDS_URL') ? 'alice.test' : 'alice.bsky.social')

// Templates change in development only. By default, Edge compiles them for each request in tests.
if (!app.inDev) {
  edge.configure({ cache: true })
  listComponentsOnce(edge.loader)
}
