import { test } from '@japa/runner'
import { HTTPException } from 'hono/http-exception'
import { parseDids } from '../../src/tap/server/bodies.js'

test.group('Tap | DIDs of a request', () => {
  test('return the DIDs of {0}')
    .with([
      ['{"dids":["a","b"]}', ['a', 'b']],
      ['{"dids":["a","a"],"more":1}', ['a', 'a']],
      ['{"Dids":["a"]}', ['a']],
      ['{"dids":["a"],"DIDS":["b"]}', ['b']],
      ['{"dids":null}', []],
      ['{}', []],
      ['null', []],
    ] as [string, string[]][])
    .run(({ assert }, [text, dids]) => {
      assert.deepEqual(parseDids(text), dids)
    })

  test('throw 400 for {$self}')
    .with([
      ' \n',
      '{a}',
      '{"dids":',
      '{"dids":["a',
      '[]',
      '"a"',
      '{"dids":"a"}',
      '{"dids":{}}',
      '{"dids":[1]}',
      '{"dids":[true]}',
    ])
    .run(({ assert }, text) => {
      try {
        parseDids(text)
      } catch (error) {
        assert.instanceOf(error, HTTPException)
        assert.equal((error as HTTPException).status, 400)
        assert.isNotEmpty((error as HTTPException).message)
        return
      }
      assert.fail('it returned')
    })
})
