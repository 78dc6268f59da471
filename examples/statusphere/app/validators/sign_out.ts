import vine from '@vinejs/vine'
import { atproto } from 'adonisjs-atproto-oauth/vine'

export const signOutValidator = vine.compile(vine.object({ did: atproto.did().optional() }))
