/** Runs `node ace configure` in the app of this folder, several times in one process. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const root = pathToFileURL(`${process.cwd()}/`)
const { resolve } = createRequire(root)
const load = (name) => {
  const isFile = /^(file:|\.)/.test(name)
  return import(isFile ? new URL(name, root).href : pathToFileURL(resolve(name)).href)
}

await load('reflect-metadata')
const { default: Configure } = await load('@adonisjs/core/commands/configure')
const { AceFactory } = await load('@adonisjs/core/factories')
const ace = await new AceFactory().make(root, { importer: load })
await ace.app.init()

for (const args of process.argv.slice(2)) {
  const command = await ace.create(Configure, args.split(' '))
  await command.exec()
  if (command.exitCode) throw command.error ?? new Error(`configure ${args} failed`)
}
