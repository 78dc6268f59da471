import { test } from '@japa/runner'
import { findChromium } from '@tests/support/chromium'
import { launchChromium } from '../browser/harness/launch.js'
import { GuideReader } from './harness/follow_guide.js'
import { FRONTEND, startFrontend, useFrontend } from './harness/frontend.js'
import { addKitRoutes } from './harness/kit_routes.js'
import { KITS } from './harness/kits.js'
import { NewApp } from './harness/new_app.js'
import { writeSamples } from './harness/samples.js'
import { styleProblems } from './harness/style.js'
import { COLLECTION, devnet } from './harness/suite.js'
import { Tally } from './harness/tally.js'
import { Visitor } from './harness/visitor.js'

for (const kit of KITS) {
  test.group(`The ${kit.name} kit of AdonisJS ${kit.major}`, (group) => {
    const tally = new Tally()
    let app: NewApp
    let reader: GuideReader
    let kitFiles: Record<string, string>

    group.setup(async () => {
      app = await NewApp.create(kit)
      reader = new GuideReader(app, tally)
      kitFiles = await app.all()
      return () => {
        if (kit.isTimed) console.log(`${kit.name} kit of AdonisJS ${kit.major}: ${tally}`)
      }
    })

    test('install both packages and a network by the commands of the guide', async () => {
      await reader.follow('sign-in.md', 'Install')
      await reader.follow('devnet.md', 'Start it')
      await reader.follow('index-records.md', 'Install')
    })

    test('pass the lint and format checks of the kit, and leave its users alone', async ({
      assert,
    }) => {
      const files = await app.all()
      const changed = Object.keys(files).filter((path) => files[path] !== kitFiles[path])
      // Lucid writes it.
      const ours = changed.filter((path) => path !== 'database/schema.ts')
      assert.deepEqual(await styleProblems(app, ours), [])
      if (kitFiles['config/auth.ts']) assert.notInclude(changed, 'config/auth.ts')
      for (const path of ['.env', '.env.example']) assert.match(files[path]!, /\n$/)
      // Where Lucid generates classes of tables, it must take no time in milliseconds for a date.
      const classes = (files['database/schema.ts'] ?? '').split(/^export class /m)
      const dates = classes.filter((text) => text.startsWith('Atproto') && /DateTime/.test(text))
      assert.deepEqual(dates, [])
    })

    test('change nothing when it runs again', async ({ assert }) => {
      const once = await app.all()
      await app.configureAtOnce([
        'adonisjs-atproto-oauth --stores=lucid --no-install',
        'adonisjs-atproto-tap --listen',
      ])
      assert.deepEqual(await app.all(), once)
    })

    test('index a collection by the guide', () =>
      reader.follow(
        'index-records.md',
        'Describe the record',
        'Create the table',
        'Write an indexer',
        'Choose whom to follow',
        'Follow accounts, too'
      ))

    if (kit.hasUsers) {
      test('link accounts to the users of the kit by the guide', () =>
        reader.follow(
          'own-users.md',
          'Create the table',
          'Sign the user in',
          kit.page === 'none' ? 'In an API' : 'In an app with pages'
        ))
    }

    test('type-check what the commands wrote, and the samples of the guide', async ({ assert }) => {
      if (kit.hasUsers) await addKitRoutes(app)
      await reader.follow('sign-in.md', "Write to the account's repo")
      if (kit.page === 'none') await reader.follow('api-frontends.md', 'Allow its requests')
      if (kit.page === 'html') await writeSamples(app)
      assert.equal(await app.typeErrors(), '')
    })

    test('sign in, index a record, sign out', async ({ assert, cleanup }) => {
      const server = await tally.time(() => app.serve())
      cleanup(() => server.stop())
      const account = await devnet.createAccount()
      const visitor = new Visitor(app.url, kit.page)

      const refused = await visitor.send('/statuses', { status: '🦋' })
      assert.equal(refused.status, kit.page === 'none' ? 401 : 302)
      if (kit.page !== 'none') assert.equal(refused.headers.get('location'), '/oauth/login')

      const response = await tally.time(() => visitor.signIn(account))
      assert.equal(response.status, 302, server.output)
      assert.equal(response.headers.get('location'), kit.page === 'none' ? FRONTEND : '/')
      assert.include(await visitor.signedInPage(), `@${account.handle}`)
      tally.mark('signed in')

      await tally.time(async () => {
        const written = await visitor.send('/statuses', { status: '🦋' })
        assert.equal(written.headers.get('location'), '/', server.output)
        await server.until(async () => {
          const { statuses } = await visitor.json('/statuses')
          assert.deepEqual(statuses, [{ did: account.did, emoji: '🦋' }])
        })
      })
      tally.mark('first record indexed')
      assert.lengthOf(await account.listRecords(COLLECTION), 1)
      assert.isAtMost(tally.ours.length, 8)

      if (kit.hasUsers) {
        const { user } = await visitor.json('/kit/user')
        assert.isNumber(user)
        const other = new Visitor(app.url, kit.page)
        await other.signIn(account)
        assert.deepEqual(await other.json('/kit/user'), { user })
      }
      await visitor.send(kit.hasUsers ? '/kit/logout' : '/oauth/logout')
      await server.until(async () => {
        assert.notInclude(await visitor.signedInPage(), `@${account.handle}`)
      })
    })

    if (kit.page === 'none') {
      test('sign in from the frontend of the guide, in a browser', async ({ cleanup }) => {
        const frontendUrl = await startFrontend(app.url)
        await app.setEnv({ FRONTEND_URL: frontendUrl })
        const server = await app.serve()
        cleanup(() => server.stop())
        const browser = await launchChromium()
        cleanup(() => browser.close())
        await useFrontend(await browser.newPage(), frontendUrl, await devnet.createAccount())
      }).skip(!findChromium(), 'no Chromium found')
    }
  })
}
