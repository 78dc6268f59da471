import { test } from '@japa/runner'
import { timeAgo } from '#helpers/time_ago'

const NOW = Date.parse('2026-11-23T12:00:00Z')

test.group('Time ago', () => {
  test('return "{words}" for {moment}')
    .with([
      { moment: '2026-11-23T12:00:30.000Z', words: 'now' },
      { moment: '2026-11-23T11:59:01.000Z', words: 'now' },
      { moment: '2026-11-23T11:58:00.000Z', words: '2 min' },
      { moment: '2026-11-23T11:00:01.000Z', words: '59 min' },
      { moment: '2026-11-23T09:00:00.000Z', words: '3 h' },
      { moment: '2026-11-18T12:00:00.000Z', words: '5 d' },
      { moment: '2026-03-12T12:00:00.000Z', words: '12 Mar' },
      { moment: '2024-03-12T12:00:00.000Z', words: '12 Mar 2024' },
    ])
    .run(({ assert }, { moment, words }) => {
      assert.equal(timeAgo(moment, NOW), words)
    })
})
