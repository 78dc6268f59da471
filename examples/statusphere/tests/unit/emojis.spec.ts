import { test } from '@japa/runner'
import { asEmoji, EMOJIS } from '#helpers/emojis'

test.group('asEmoji', () => {
  test('return every emoji of the picker', ({ assert }) => {
    for (const { emoji } of EMOJIS) assert.equal(asEmoji(emoji), emoji)
  })

  test('return one emoji of several characters: {$self}')
    .with(['👩‍💻', '🇪🇺', '👍🏽', '1️⃣', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])
    .run(({ assert }, emoji) => assert.equal(asEmoji(emoji), emoji))

  test('ask for the emoji form of a character that is text by default', ({ assert }) => {
    assert.equal(asEmoji('❤'), '❤️')
  })

  test('return null for anything else: {0}')
    .with([
      ['nothing', ''],
      ['a space', ' '],
      ['a letter', 'a'],
      ['a digit', '1'],
      ['markup', '<'],
      ['a right-to-left override', '\u202E'],
      ['NUL', '\u0000'],
      ['a Hangul filler', '\u3164'],
      ['a zero-width joiner', '\u200D'],
      ['two emojis', '🚀🚀'],
      ['an emoji and a space', '🚀 '],
      ['half a flag', '🇪'],
    ])
    .run(({ assert }, [, status]) => assert.isNull(asEmoji(status)))
})
