import { l } from '@atproto/lex'

export const main = l.record(
  'tid',
  'xyz.statusphere.status',
  l.object({
    status: l.string({ minLength: 1, maxGraphemes: 1, maxLength: 32 }),
    createdAt: l.string({ format: 'datetime' }),
  })
)
