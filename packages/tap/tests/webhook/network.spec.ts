import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { startNetwork, STATUS, status } from '../helpers.js'
import { startWebApp } from './helpers.js'

test.group('tap.webhook | a Tap server', (group) => {
  group.each.timeout(60_000)

  test('receive what it posts, and again what was not handled', async ({ assert }) => {
    const { state, url } = await startWebApp()
    const { accounts } = await startNetwork({ webhookUrl: `${url}/tap/webhook` })
    let failures = 0
    state.handle = async (event) => {
      if (event.type === 'record' && failures++ === 0) {
        throw Object.assign(new Error('Away'), { code: 'ECONNREFUSED' })
      }
    }
    const { uri } = await accounts[0]!.createRecord(STATUS, status('👍'))
    await until(() => state.seen.length > 0)
    assert.containSubset(state.seen[0], { uri, action: 'create' })
    assert.isAbove(failures, 1)
  })
})
