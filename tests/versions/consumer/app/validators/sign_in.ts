import vine from '@vinejs/vine'
import { atprotoIdentifier } from 'adonisjs-atproto-oauth/vine'

export const signInValidator = vine.compile(
  vine.object({ input: vine.string().use(atprotoIdentifier()) })
)
