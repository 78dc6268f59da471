import { test } from '@japa/runner'
import { safeReturnTo } from '../src/return_to.js'

const config = {
  appUrl: new URL('https://app.example.com/'),
  loginPath: '/login',
  redirectPath: '/oauth/callback',
}

test.group('Return to', () => {
  test('return to {input}')
    .with([
      { input: '/', expected: '/' },
      {
        input: '/notes/1?tab=a&b=%2F%2Fevil.com#end',
        expected: '/notes/1?tab=a&b=%2F%2Fevil.com#end',
      },
      { input: 'https://app.example.com/notes', expected: '/notes' },
      { input: 'HTTPS://APP.example.com:443/notes', expected: '/notes' },
      { input: '/a//b', expected: '/a//b' },
      { input: '/%5Cevil.com', expected: '/%5Cevil.com' },
    ])
    .run(({ assert }, { input, expected }) => {
      assert.equal(safeReturnTo(input, config), expected)
    })

  test('ignore {$self}')
    .with([
      'https://evil.com',
      'http://app.example.com/notes',
      'https://app.example.com:8443/',
      'https://app.example.com.evil.com/',
      'https://app.example.com@evil.com/',
      'https://user:secret@app.example.com/',
      '//evil.com',
      '///evil.com',
      '/\\evil.com',
      '\\\\evil.com',
      '/\\/evil.com',
      '/\t/evil.com',
      '/\n/evil.com',
      '\t//evil.com',
      ' //evil.com',
      '/\u200B/evil.com',
      '/.//evil.com',
      '/..//evil.com',
      '/a/..//evil.com',
      '/%2e//evil.com',
      'https:evil.com',
      'https:/evil.com',
      'https://app.example.com//evil.com',
      'javascript:alert(1)',
      'data:text/html,x',
      'notes',
      '',
      '/login',
      '/login?again',
      '/oauth/callback?code=1',
      `/${'a'.repeat(3_000)}`,
    ])
    .run(({ assert }, input) => {
      assert.isNull(safeReturnTo(input, config))
    })

  test('ignore values that are no text', ({ assert }) => {
    for (const input of [undefined, null, ['/notes'], { path: '/notes' }, 1]) {
      assert.isNull(safeReturnTo(input, config))
    }
  })

  test('stay below the path of the app', ({ assert }) => {
    const below = { ...config, appUrl: new URL('https://example.com/app/') }
    assert.equal(safeReturnTo('/app/notes', below), '/app/notes')
    assert.isNull(safeReturnTo('/other', below))
    assert.isNull(safeReturnTo('/app/../other', below))
    assert.isNull(safeReturnTo('/app/oauth/callback', below))
  })
})
