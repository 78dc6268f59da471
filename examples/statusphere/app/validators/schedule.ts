import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { EMOJIS } from '#helpers/emojis'
import { TIME_ZONES } from '#helpers/local_time'

export const scheduleValidator = vine.compile(
  vine.object({
    emoji: vine.enum(EMOJIS.map(({ emoji }) => emoji)),
    at: vine.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
    timeZone: vine.enum(TIME_ZONES),
  })
)

scheduleValidator.messagesProvider = new SimpleMessagesProvider({
  'emoji.required': 'Please pick one of these emojis.',
  'emoji.enum': 'Please pick one of these emojis.',
  'at.required': 'Please pick a date and a time.',
  'at.regex': 'Please pick a date and a time.',
  'timeZone.required': 'Please pick a time zone.',
  'timeZone.enum': 'Please pick a time zone.',
})
