import vine, { SimpleMessagesProvider } from '@vinejs/vine'

/**
 * Whether it is a handle at all, `oauth.authorize()` knows best.
 */
export const signInValidator = vine.compile(
  vine.object({
    handle: vine.string().maxLength(500),
  })
)

signInValidator.messagesProvider = new SimpleMessagesProvider({
  'handle.required': 'Type your handle first. It looks like alice.bsky.social.',
  'handle.maxLength': 'That is too long for a handle.',
})
