import { pathToFileURL } from 'node:url'
import type Configure from '@adonisjs/core/commands/configure'
import { fileOf } from './dependencies.js'

/** Runs the `configure` of `@adonisjs/session`, as `node ace configure` does. */
export async function configureSession(command: Configure) {
  const session = await import(pathToFileURL(fileOf(command, '@adonisjs/session')!).href)
  await session.configure(command)
}
