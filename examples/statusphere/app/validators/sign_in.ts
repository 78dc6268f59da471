import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { atprotoIdentifier } from 'adonisjs-atproto-oauth/vine'

export const signInValidator = vine.compile(
  vine.object({
    handle: vine.string().trim().minLength(1).maxLength(500).use(atprotoIdentifier()),
  })
)

const HANDLE_MISSING = 'Enter your handle, for example alice.bsky.social.'

signInValidator.messagesProvider = new SimpleMessagesProvider({
  'handle.required': HANDLE_MISSING,
  'handle.minLength': HANDLE_MISSING,
  'handle.maxLength': 'This is too long for a handle.',
  'handle.atprotoIdentifier': 'This is not a valid handle. Handles look like alice.bsky.social.',
})
