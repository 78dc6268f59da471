import { test } from '@japa/runner'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import type { TapConfig } from '../../src/types.js'
import { STATUS, status } from '../helpers.js'
import { listen } from './listen.js'
import { follow, type StartedTap, taps, type TestTap } from './taps.js'

const POISON = '☠️'

/** A listener whose indexer fails in this way on poison, on two accounts. */
async function setup(tap: TestTap, fail: () => unknown, values: Partial<TapConfig> = {}) {
  const server = await tap.start()
  const [alice, bob] = server.accounts
  let failures = 0
  const { url, adminPassword, pds } = server
  const listening = await listen({ url, adminPassword, attempts: 2, ...values }, (event) => {
    if (event.record?.status !== POISON) return
    failures++
    return fail()
  })
  for (const account of [alice!, bob!]) await follow(server, account)
  return { alice: alice!, bob: bob!, pds, countFailures: () => failures, ...listening }
}

function refuse() {
  throw new Error('Poison')
}

type Account = StartedTap['accounts'][number]

const hide = {
  deactivated: (account: Account) => account.deactivate(),
  deleted: (account: Account) => account.delete(),
  takendown: ({ did }: Account, pds: StartedTap['pds']) =>
    pds.callAsAdmin('com.atproto.admin.updateSubjectStatus', {
      body: {
        subject: { $type: 'com.atproto.admin.defs#repoRef', did },
        takedown: { applied: true, ref: 'spec' },
      },
    }),
}

const hang = () => new Promise(() => {})

for (const tap of taps) {
  test.group(`Live poison, on ${tap.name}`, (group) => {
    group.each.timeout(120_000)
    skipGroup(group, tap.missing)

    test('park a record whose handler {how}, and handle what its repo wrote after it')
      .with([
        { how: 'throws', fail: refuse, reason: 'failed' },
        { how: 'hangs', fail: hang, reason: 'timed-out' },
      ])
      .run(async ({ assert }, { fail, reason }) => {
        const { alice, bob, countFailures, letters, hasSeen, listener } = await setup(tap, fail, {
          handlerTimeout: 1_000,
        })
        const poison = await alice.createRecord(STATUS, status(POISON))
        const next = await alice.createRecord(STATUS, status('1'))
        const other = await bob.createRecord(STATUS, status('2'))
        await until(() => hasSeen(next) && hasSeen(other))
        assert.equal(countFailures(), 2)
        const [letter, ...others] = await letters()
        assert.isEmpty(others)
        assert.deepInclude(letter, { uri: poison.uri, reason, attempts: 2, live: true })
        await until(() => listener.status().pending.count === 0)
      })

    test('hide an account that is {status} although its live record fails, within liveTimeout')
      .with([{ status: 'deactivated' }, { status: 'takendown' }, { status: 'deleted' }] as const)
      .run(async ({ assert }, { status: hidden }) => {
        const limits = { attempts: 1_000, liveTimeout: 2_000 }
        const { alice, seen, countFailures, letters, pds } = await setup(tap, refuse, limits)
        await alice.createRecord(STATUS, status(POISON))
        await until(() => countFailures() > 0)
        await hide[hidden](alice, pds)
        await until(() => seen.some((event) => event.status === hidden))
        assert.lengthOf(await letters(), hidden === 'deleted' ? 0 : 1)
      })
  })
}
