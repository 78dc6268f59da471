import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { EMOJIS } from '#helpers/emojis'

export const statusValidator = vine.compile(
  vine.object({
    emoji: vine.enum(EMOJIS.map(({ emoji }) => emoji)),
  })
)

statusValidator.messagesProvider = new SimpleMessagesProvider({
  'emoji.required': 'Please pick one of these emojis.',
  'emoji.enum': 'Please pick one of these emojis.',
})
