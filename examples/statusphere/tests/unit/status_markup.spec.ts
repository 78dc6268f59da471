import { test } from '@japa/runner'
import edge from 'edge.js'
import Account from '#models/account'
import Status from '#models/status'
import StatusMarkup from '#services/status_markup'

function createStatus(displayName: string | null = null): Status {
  const status = new Status().merge({
    uri: 'at://did:plc:a/xyz.statusphere.status/3laaaaaaaaaa2',
    did: 'did:plc:a',
    rev: '3laaaaaaaaaa2',
    emoji: '🚀',
    postedAt: '2026-01-01T00:00:00.000Z',
  })
  const account = new Account().merge({ did: 'did:plc:a', handle: 'alice.test', displayName })
  status.$setRelated('account', account)
  return status
}

test.group('Status markup', () => {
  function countRenderings(cleanup: (restore: () => void) => void) {
    const { render } = edge
    let count = 0
    edge.render = async (_, state) => {
      count++
      const { account } = state!.status
      return `${account.name} ${account.identity}`
    }
    cleanup(() => void (edge.render = render))
    return () => count
  }

  test('render a status once for everybody', async ({ assert, cleanup }) => {
    const count = countRenderings(cleanup)
    const markup = new StatusMarkup()
    const all = await Promise.all(Array.from({ length: 50 }, () => markup.of(createStatus())))

    assert.equal(count(), 1)
    assert.lengthOf([...new Set(all)], 1)
    assert.include(all[0], '@alice.test')
  })

  test('render a status again when its author has another name', async ({ assert, cleanup }) => {
    const count = countRenderings(cleanup)
    const markup = new StatusMarkup()
    await markup.of(createStatus())
    assert.include(await markup.of(createStatus('Alice')), 'Alice')
    assert.equal(count(), 2)
  })
})
