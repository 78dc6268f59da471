import { l } from '@atproto/lex'
import { STATUS } from './backlog.js'

/** The example's own lexicon. */
export const status = l.record(
  'tid',
  STATUS,
  l.object({
    status: l.string({ minLength: 1, maxGraphemes: 1, maxLength: 32 }),
    createdAt: l.string({ format: 'datetime' }),
  })
)
