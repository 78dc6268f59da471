import vine from '@vinejs/vine'
import { atproto } from 'adonisjs-atproto-oauth/vine'

export const accountValidator = vine.compile(vine.object({ did: atproto.did() }))
