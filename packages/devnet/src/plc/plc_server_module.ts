import { createRequire } from 'node:module'

/**
 * `@did-plc/server` reads `.env` of the working folder into `process.env` when it is loaded. In a
 * test process that folder is the user's app, and the app's `.env.test` would then lose against
 * its `.env`. So: load it (synchronously), then forget what it read.
 */
export function loadPlcServer(): typeof import('@did-plc/server') {
  const before = { ...process.env }
  const plcServer = createRequire(import.meta.url)('@did-plc/server')
  for (const name of Object.keys(process.env)) {
    if (!(name in before)) delete process.env[name]
  }
  return plcServer
}
