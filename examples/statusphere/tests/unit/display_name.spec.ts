import { test } from '@japa/runner'
import { displayNameOf } from '#helpers/display_name'

test.group('displayNameOf', () => {
  test('return the name: {$self}')
    .with(['Ada Lovelace', 'Bảo Trần', '李小龍', 'עדה', 'Zoë 🏳️‍🌈', '🦋', '👩‍💻 Ada'])
    .run(({ assert }, name) => assert.equal(displayNameOf(name), name))

  test('return null when nobody can see it: {0}')
    .with([
      ['undefined', undefined],
      ['nothing', ''],
      ['spaces', ' \u00A0\u3000'],
      ['zero-width spaces', '\u200B\u200B'],
      ['Hangul fillers', '\u3164\u115F\uFFA0'],
      ['an empty Braille pattern', '\u2800'],
      ['direction marks', '\u202E\u2066'],
      ['marks without a letter', '\u0301\u0302'],
      ['NUL', '\u0000'],
    ])
    .run(({ assert }, [, name]) => assert.isNull(displayNameOf(name)))

  test('remove characters that change the text around the name', ({ assert }) => {
    assert.equal(displayNameOf('Ada\u202E evil\u2066\u0007'), 'Ada evil')
    assert.equal(displayNameOf(' a \n\n b '), 'a b')
    assert.equal(displayNameOf(`a${'\u0301'.repeat(50)}`), `a${'\u0301'.repeat(4)}`)
  })

  test('cut a name after 64 characters as people count them', ({ assert }) => {
    assert.equal(displayNameOf('👩‍💻'.repeat(64)), '👩‍💻'.repeat(64))
    assert.equal(displayNameOf('👩‍💻'.repeat(65)), `${'👩‍💻'.repeat(63)}…`)
  })
})
