import 'reflect-metadata'
import { assert } from '@japa/assert'
import { expectTypeOf } from '@japa/expect-type'
import { fileSystem } from '@japa/file-system'
import { configure, processCLIArgs, run } from '@japa/runner'

processCLIArgs(process.argv.slice(2))

configure({
  files: ['tests/**/*.spec.ts'],
  // Two cores may be shared with a whole network and a compiler.
  timeout: 30_000,
  plugins: [assert(), expectTypeOf(), fileSystem()],
})

run()
