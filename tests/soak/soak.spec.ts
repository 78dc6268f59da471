import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { eventually } from '@tests/support/until'
import { DevnetProcess } from '../browser/harness/devnet_process.js'
import { Cluster } from './harness/cluster.js'
import { readPlaces } from './harness/comparison.js'
import { cause } from './harness/outages.js'
import { Person } from './harness/person.js'
import { Random } from './harness/random.js'
import { describeRun, INCIDENTS } from './harness/report.js'
import { Tally } from './harness/tally.js'

const MINUTES = Number(process.env.SOAK_MINUTES ?? 2)
const SEED = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000)
const DATABASE = process.env.SOAK_DATABASE ?? 'sqlite'
const PEOPLE = Array.from({ length: 20 }, (_, index) => `person${index + 1}`)

/** How long everything may take to agree once nothing is killed any more. */
const SETTLING = { timeout: 120_000, interval: 1_000 }

const MEMBERS = ['web 1', 'web 2', 'worker']
const OUTAGES = [
  ...MEMBERS.flatMap((name) => [`SIGKILL of ${name}`, `SIGTERM of ${name}`]),
  'SIGKILL of the network',
]

test('lose no status and sign nobody out while everything is killed at random', async ({
  cleanup,
}) => {
  console.log(`Soak of ${MINUTES} min; "npm run soak -- --seed ${SEED}" repeats its outages`)
  const devnet = await DevnetProcess.start(PEOPLE)
  cleanup(() => devnet.close())
  const cluster = await Cluster.start(devnet.env, DATABASE)
  cleanup(() => cluster.close())

  const tally = new Tally()
  const people = await Promise.all(
    PEOPLE.map((name, index) => {
      const random = new Random(SEED + index + 1)
      return Person.signIn(devnet.account(name), cluster, tally, random)
    })
  )

  const stop = AbortSignal.timeout(MINUTES * 60_000)
  const pauses = new Random(SEED)
  const use = async (person: Person) => {
    for (; !stop.aborted; await sleep(pauses.between(500, 2_500))) await person.use()
  }
  const options = { random: new Random(SEED), tally, signal: stop }
  await Promise.all([cause({ cluster, devnet }, options), ...people.map(use)])

  const places = await eventually(async () => {
    const found = await readPlaces(devnet, cluster)
    for (const { name, pds, rows, page } of found) {
      assert.deepEqual(rows, pds, `The rows of ${name} differ from the PDS`)
      assert.deepEqual(page, pds, `The page of ${name} differs from the PDS`)
    }
    return found
  }, SETTLING)
  for (const person of people) {
    for (const { url } of cluster.web) {
      if (!(await person.isSignedIn(url!))) tally.incident('signed out', 'at the end')
    }
  }

  // Each account was read from both processes.
  const statuses = places.reduce((sum, { pds }) => sum + pds.length, 0) / cluster.web.length
  const run = {
    'seed': SEED,
    'database': DATABASE,
    'minutes': MINUTES,
    'people signed in': people.length,
    'statuses: PDS = rows = pages': statuses,
    'log': `${Math.round(cluster.logBytes / 1024)} KB`,
  }
  console.log(describeRun(run, tally, OUTAGES))
  assert.deepEqual(tally.incidents, [])
  for (const name of INCIDENTS) assert.equal(tally.of(name), 0, name)
  assert.ok(tally.of('posts') > 0 && statuses > 0, 'Nobody has posted')
  if (MINUTES >= 2) assert.ok(tally.of('deletes') > 0, 'Nobody has deleted a status')
}).timeout((MINUTES + 5) * 60_000)
