import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getActiveTest, test } from '@japa/runner'
import { layConsumer, pack, typeErrors } from '../matrix/consumer.mjs'

const SETS = ['adonis-6-oldest', 'adonis-6', 'adonis-7-oldest', 'adonis-7']

test.group('Types of the packed packages', (group) => {
  let tarballs: string[]

  group.setup(async () => {
    const destination = await mkdtemp(join(tmpdir(), 'packed-'))
    tarballs = [await pack('oauth', destination), await pack('tap', destination)]
    return () => rm(destination, { recursive: true })
  })

  async function layApp(set: string, without: string[] = []) {
    const { folder, remove } = await layConsumer({ set, tarballs, without })
    getActiveTest()!.cleanup(remove)
    return folder
  }

  test('hold in an app on {$self}, declarations included')
    .with(SETS)
    .run(async ({ assert }, set) => {
      assert.deepEqual(await typeErrors(await layApp(set)), [])
    })

  test('hold in an app on {$self} that has no optional peer')
    .with(['adonis-6', 'adonis-7'])
    .run(async ({ assert }, set) => {
      const folder = await layApp(set, ['@adonisjs/assembler', '@adonisjs/lucid', '@vinejs/vine'])
      assert.deepEqual(await typeErrors(folder), [])
    })

  test('do not hold when a declaration of {$self} names what an app can not have')
    .with(['adonisjs-atproto-oauth', 'adonisjs-atproto-tap'])
    .run(async ({ assert }, name) => {
      const folder = await layApp('adonis-7')
      const declarations = join('node_modules', name, 'build/index.d.ts')
      await appendFile(join(folder, declarations), "export type Absent = import('tsup').Options\n")

      const [error] = await typeErrors(folder)
      assert.match(error, /^node_modules\/[^(]+index\.d\.ts\(\d+,\d+\): error TS2307: .*'tsup'/)
    })
})
