import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { atprotoIdentifier } from 'adonisjs-atproto-oauth/vine'

export const signInValidator = vine.compile(
  vine.object({
    handle: vine.string().maxLength(500).use(atprotoIdentifier()),
  })
)

signInValidator.messagesProvider = new SimpleMessagesProvider({
  'handle.required': 'Type your handle first. It looks like alice.bsky.social.',
  'handle.maxLength': 'That is too long for a handle.',
  'handle.atprotoIdentifier': 'That is no handle. One looks like alice.bsky.social.',
})
