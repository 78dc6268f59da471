/** Configures the official packages, as `node ace configure` does, but all in one process. */
import 'reflect-metadata'
import Configure from '@adonisjs/core/commands/configure'
import { AceFactory } from '@adonisjs/core/factories'

const ace = await new AceFactory().make(new URL('../', import.meta.url), {
  importer: (path) => import(path),
})
await ace.app.init()

for (const args of JSON.parse(process.argv[2]) as string[][]) {
  const command = await ace.create(Configure, args)
  await command.exec()
  if (command.exitCode) throw command.error ?? new Error(`configure ${args.join(' ')} failed`)
}
