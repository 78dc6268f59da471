import { test } from '@japa/runner'
import { parseDids } from '../../src/tap/server/did_payload.js'

test.group('Tap | DIDs of a request', () => {
  test('read {0}')
    .with([
      ['{"dids":["a","b"]}', ['a', 'b']],
      ['{"dids":["a","a"],"more":1}', ['a', 'a']],
      ['{"Dids":["a"]}', ['a']],
      ['{"dids":["a"],"DIDS":["b"]}', ['b']],
      ['{"dids":[null]}', ['']],
      ['{"dids":null}', []],
      ['{}', []],
      ['null', []],
    ] as [string, string[]][])
    .run(({ assert }, [text, dids]) => {
      assert.deepEqual(parseDids(text), dids)
    })

  test('refuse {0} with "{1}"')
    .with([
      ['', 'EOF'],
      [' \n', 'EOF'],
      ['{"dids":', 'unexpected EOF'],
      ['{"dids":["a', 'unexpected EOF'],
      ['[]', 'Unmarshal type error: expected=main.DidPayload, got=array, field='],
      ['"a"', 'Unmarshal type error: expected=main.DidPayload, got=string, field='],
      ['{"dids":"a"}', 'Unmarshal type error: expected=[]string, got=string, field=dids'],
      ['{"dids":{}}', 'Unmarshal type error: expected=[]string, got=object, field=dids'],
      ['{"dids":[1]}', 'Unmarshal type error: expected=string, got=number, field=dids'],
      ['{"dids":[true]}', 'Unmarshal type error: expected=string, got=bool, field=dids'],
    ])
    .run(({ assert }, [text, message]) => {
      assert.throws(() => parseDids(text!), message!)
    })

  test('say what is wrong with what is no JSON', ({ assert }) => {
    assert.throws(() => parseDids('{a}'), /^Syntax error: .+ in JSON at position 1/)
  })
})
