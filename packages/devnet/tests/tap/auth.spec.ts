import { test } from '@japa/runner'
import { adminAuthorization } from '../../src/http/admin_authorization.js'
import { startTap } from '../../src/tap/start_tap.js'

const URLS = { pdsUrl: 'http://127.0.0.1:1', plcUrl: 'http://127.0.0.1:1' }

test.group('Tap | password', () => {
  test('accept its own header and no other: {$self}')
    .with(['sesame', 'with: colons:', 'pâsswörd 🦋'])
    .run(async ({ assert }, adminPassword) => {
      await using tap = await startTap({ ...URLS, adminPassword })
      const statusWith = async (headers: Record<string, string>) => {
        const { status } = await fetch(`${tap.url}/health`, { headers })
        return status
      }

      const authorization = adminAuthorization(adminPassword)
      assert.equal(await statusWith({ authorization }), 200)
      assert.equal(await statusWith({ authorization: authorization.replace('B', 'b') }), 200)
      assert.equal(
        await statusWith({ authorization: adminAuthorization(`${adminPassword} `) }),
        401
      )
      assert.equal(await statusWith({}), 401)
    })

  test('require no password when it is empty', async ({ assert }) => {
    await using tap = await startTap({ ...URLS, adminPassword: '' })

    const { status } = await fetch(`${tap.url}/health`)

    assert.equal(status, 200)
  })
})
