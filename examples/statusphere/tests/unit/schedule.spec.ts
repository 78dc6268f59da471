import { test } from '@japa/runner'
import { createClock } from '@sinonjs/fake-timers'
// @ts-expect-error It is code of the browser, without types.
import { Schedule } from '../../resources/js/live/schedule.js'

/** Lets promises settle, which the clock does not. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test.group('Schedule of refreshes', () => {
  test('refresh within the longest wait, however often it is asked for', async ({ assert }) => {
    const clock = createClock()
    let refreshes = 0
    const schedule = new Schedule(async () => void refreshes++, clock)
    for (let elapsed = 0; elapsed < 3_000; elapsed += 50) {
      schedule.request()
      clock.tick(50)
      await settle()
    }
    assert.isAtLeast(refreshes, 3)
    assert.isAtMost(refreshes, 12)
  })

  test('refresh again when it was asked for during a refresh', async ({ assert }) => {
    const clock = createClock()
    const finish: (() => void)[] = []
    const refresh = () => new Promise<void>((resolve) => finish.push(resolve))
    const schedule = new Schedule(refresh, clock)
    schedule.request()
    clock.tick(750)
    assert.lengthOf(finish, 1)

    schedule.request()
    finish[0]()
    await settle()
    clock.tick(750)
    assert.lengthOf(finish, 2)
  })

  test('spread the refreshes of open pages as the server asks', async ({ assert }) => {
    const clock = createClock()
    const moments: number[] = []
    for (let page = 0; page < 100; page++) {
      const schedule = new Schedule(async () => void moments.push(clock.now), clock)
      schedule.within = 1_000
      schedule.request()
    }
    clock.tick(1_250)

    assert.lengthOf(moments, 100)
    const inOneTenth = moments.filter((moment) => moment >= 500 && moment < 600)
    assert.isBelow(inOneTenth.length, 40)
  })

  test('keep the turn of a page while announcements continue', async ({ assert }) => {
    const clock = createClock()
    const moments: number[] = []
    const schedule = new Schedule(
      async () => void moments.push(clock.now),
      clock,
      () => clock.now
    )
    schedule.within = 1_500
    while (clock.now < 20_000) {
      schedule.request()
      clock.tick(50)
      await settle()
    }

    const waits = moments.slice(1).map((moment, index) => moment - moments[index])
    assert.isAtLeast(waits.length, 10)
    for (const wait of waits) assert.approximately(wait, 1_500, 50)
  })

  test('refresh nothing once it is cancelled', async ({ assert }) => {
    const clock = createClock()
    let refreshes = 0
    const schedule = new Schedule(async () => void refreshes++, clock)
    schedule.request()
    schedule.cancel()
    clock.tick(5_000)
    await settle()
    assert.equal(refreshes, 0)
  })
})
