import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { atprotoIdentifier } from 'adonisjs-atproto-oauth/vine'

export const signInValidator = vine.compile(
  vine.object({
    handle: vine.string().trim().minLength(1).maxLength(500).use(atprotoIdentifier()),
  })
)

const TYPE_IT_FIRST = 'Type your handle first. It looks like alice.bsky.social.'

signInValidator.messagesProvider = new SimpleMessagesProvider({
  'handle.required': TYPE_IT_FIRST,
  'handle.minLength': TYPE_IT_FIRST,
  'handle.maxLength': 'That is too long for a handle.',
  'handle.atprotoIdentifier': 'That is no handle. One looks like alice.bsky.social.',
})
