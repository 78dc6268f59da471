/**
 * Helpers and values for all templates.
 */
import edge from 'edge.js'
import env from '#start/env'
import { timeAgo } from '#helpers/time_ago'

edge.global('timeAgo', timeAgo)
edge.global('signupHost', new URL(env.get('ATPROTO_PDS_URL', 'https://bsky.social')).host)
edge.global('handleExample', env.get('ATPROTO_PDS_URL') ? 'alice.test' : 'alice.bsky.social')
