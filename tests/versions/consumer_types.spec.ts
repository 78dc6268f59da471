import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { COMPILERS } from '@tests/support/compilers'
import { packInto } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { createConsumerApp, typeErrors } from './consumer_app.js'

const SETS = ['adonis-6-oldest', 'adonis-6', 'adonis-7-oldest', 'adonis-7']

test.group('Types of the packed packages', (group) => {
  let tarballs: Record<string, string>

  group.setup(async () => {
    tarballs = await packInto(await tempFolder())
  })

  test('compile in an app on {$self}, with the declarations of the packages')
    .with(SETS)
    .run(async ({ assert }, set) => {
      const folder = await createConsumerApp(set, tarballs)
      assert.deepEqual(await typeErrors(folder), [])
      // In the newest versions the kits' compiler checks the new apps that follow the guide. As in
      // the kits, it leaves the declarations alone.
      if (!set.endsWith('oldest')) return
      assert.deepEqual(await typeErrors(folder, [...COMPILERS.kits, '--skipLibCheck']), [])
    })

  test('compile in an app on {$self} without optional peers')
    .with(['adonis-6', 'adonis-7'])
    .run(async ({ assert }, set) => {
      const without = ['@adonisjs/assembler', '@adonisjs/lucid', '@vinejs/vine']
      assert.deepEqual(await typeErrors(await createConsumerApp(set, tarballs, without)), [])
    })

  test('reject a declaration of each package that imports a package which apps do not have', async ({
    assert,
  }) => {
    const folder = await createConsumerApp('adonis-7', tarballs)
    for (const name of Object.keys(tarballs)) {
      const declarations = join(folder, 'node_modules', name, 'build/index.d.ts')
      await appendFile(declarations, "export type Absent = import('tsup').Options\n")
    }

    const errors = await typeErrors(folder)
    for (const name of Object.keys(tarballs)) {
      const ours = errors.find((error) => error.startsWith(`node_modules/${name}/`))
      assert.match(ours!, /index\.d\.ts\(\d+,\d+\): error TS2307: .*'tsup'/)
    }
  })
})
