import { DatabaseSync } from 'node:sqlite'
import { test } from '@japa/runner'
import { Killable } from './harness/killable.js'

/** Enough for a burst that is still being written when something is killed. */
const BURST = 12

/** Makes what is scheduled due, as hours do in which nothing runs. */
function makeDue(file: string) {
  using database = new DatabaseSync(file)
  const past = new Date(Date.now() - 60_000).toISOString()
  database.prepare('update scheduled_statuses set due_at = ?, attempt_at = ?').run(past, past)
}

test.group('Durability', (group) => {
  group.tap((each) => each.timeout(240_000))

  let system: Killable
  group.setup(async () => {
    system = await Killable.start()
    return () => system.close()
  })

  test('show each status once when the app is killed during a burst', async ({
    assert,
    signedInVisitor,
  }) => {
    const { app, devnet } = system
    const account = devnet.account('alice')
    const { browser: alice } = await signedInVisitor('alice', { app, account })
    await alice.mark()

    const burst = devnet.repo('carla').postMany(BURST)
    await burst.reaches(BURST / 3)
    await app.kill()
    await alice.isReconnecting()
    await burst.done
    await app.start()

    await system.feedHasAllOnce()
    await alice.isLive()
    await alice.shows(await system.newest())
    assert.isTrue(await alice.isStillMarked())
    assert.lengthOf(burst.written, BURST)
    await alice.pick('Cool')
  })

  test('lose no status when the app is killed right after the PDS has stored one', async ({
    assert,
    signedInVisitor,
  }) => {
    const { app, devnet } = system
    const repo = devnet.repo('alice')
    const before = await repo.statuses()
    const account = devnet.account('alice')
    const { browser: alice } = await signedInVisitor('alice', { app, account })

    await alice.emoji('Ninja').click({ noWaitAfter: true })
    const written = await repo.statusOtherThan(before)
    await app.kill()
    await app.start()

    await system.feedHasAllOnce()
    await alice.open()
    await alice.shows(await system.newest())
    assert.include(await alice.shownUris(), written)
  })

  test('lose no status when the app is killed while it starts, and while it catches up', async ({
    visitor,
  }) => {
    const { app, devnet } = system
    await app.kill()
    await devnet.repo('carla').postMany(BURST).done
    const burst = devnet.repo('bob').postMany(BURST)

    app.begin()
    await burst.reaches(1)
    await app.kill()

    await app.start()
    await app.kill()

    await app.start()
    const reader = await visitor('reader', { app })
    await reader.statuses.first().waitFor()
    await app.kill()

    await app.start()
    await burst.done
    await system.feedHasAllOnce()
  })

  test('show each status once when the devnet is killed during a burst', async ({
    assert,
    signedInVisitor,
  }) => {
    const { app, devnet } = system
    const account = devnet.account('alice')
    const { browser: alice } = await signedInVisitor('alice', { app, account })
    await alice.mark()

    const burst = devnet.repo('carla').postMany(BURST)
    await burst.reaches(BURST / 3)
    await devnet.kill()
    await burst.stopped
    await devnet.start()

    assert.includeMembers(await devnet.repo('carla').statuses(), burst.written)
    await system.feedHasAllOnce()
    await alice.shows(await system.newest())
    assert.isTrue(await alice.isStillMarked())

    await alice.pick('Celebrating')
    await system.feedHasAllOnce()
  })

  test('lose no status when both are killed right after it was written', async ({
    assert,
    visitor,
  }) => {
    const { app, devnet } = system
    const uri = await devnet.repo('bob').post('💀')
    await Promise.all([devnet.kill(), app.kill()])
    await devnet.start()
    await app.start()

    await system.feedHasAllOnce()
    const reader = await visitor('reader', { app })
    assert.include(await reader.shownUris(), uri)
  })

  test('post a scheduled status once that became due while the app was killed', async ({
    assert,
    signedInVisitor,
  }) => {
    const { app, devnet } = system
    const account = devnet.account('alice')
    const before = await devnet.repo('alice').statuses()
    const { browser: alice } = await signedInVisitor('alice', { app, account })
    await alice.menu('Scheduled statuses')
    await alice.page.getByRole('button', { name: 'Allow it' }).click()
    await alice.pds.signIn(account.password)
    await alice.pds.allow()
    await alice.page.getByRole('radio', { name: 'Rocket' }).check()
    await alice.page.getByRole('button', { name: 'Schedule', exact: true }).click()
    await alice.page.getByTestId('scheduled').waitFor()

    await app.kill()
    makeDue(app.env.DB_PATH)
    await app.start()
    const written = await devnet.repo('alice').statusOtherThan(before)
    // Maybe before the app has noted that it was posted.
    await app.kill()
    makeDue(app.env.DB_PATH)
    await app.start()

    await system.feedHasAllOnce()
    assert.deepEqual(await devnet.repo('alice').statuses(), [written, ...before])
    await alice.open('/schedule')
    await alice.page.getByTestId('schedule-empty').waitFor()
  })
})
