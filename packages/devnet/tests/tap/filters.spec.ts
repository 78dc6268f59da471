import { test } from '@japa/runner'
import { matchesCollection } from '../../src/tap/options.js'

test.group('Tap | filters', () => {
  test('match everything without a filter', ({ assert }) => {
    assert.isTrue(matchesCollection('app.bsky.feed.post', []))
  })

  test('{collection} and {filter}: {passes}')
    .with([
      { collection: 'app.bsky.feed.post', filter: 'app.bsky.feed.post', passes: true },
      { collection: 'app.bsky.feed.postgate', filter: 'app.bsky.feed.post', passes: false },
      { collection: 'app.bsky.feed.post', filter: 'app.bsky.feed.*', passes: true },
      { collection: 'app.bsky.feed.post', filter: 'app.bsky.*', passes: true },
      { collection: 'app.bsky.feed.post', filter: 'app.bsky', passes: false },
      { collection: 'app.bskyish.post', filter: 'app.bsky.*', passes: false },
      { collection: 'app.bsky.feed.post', filter: '*', passes: true },
      { collection: 'app.bsky.feed.post', filter: '*.post', passes: false },
    ])
    .run(({ assert }, { collection, filter, passes }) => {
      assert.equal(matchesCollection(collection, ['com.example.other', filter]), passes)
    })
})
