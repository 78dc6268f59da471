import type Configure from '@adonisjs/core/commands/configure'

import { stubsRoot } from './stubs/main.js'
import { defineConfig } from './src/define_config.js'
import { addSubpathImport } from './src/add_subpath_import.js'

const DEFAULT_URL = 'http://127.0.0.1:2480'

/**
 * `node ace configure adonisjs-atproto-tap [--url=http://…] [--listen]`: asks nothing, and changes nothing when run again.
 */
export async function configure(command: Configure) {
  const { url = DEFAULT_URL, listen = false } = command.parsedFlags
  try {
    defineConfig({ url })
  } catch {
    command.logger.error(
      `--url must be the http:// or https:// address of a Tap server, without a password, not "${url}"`
    )
    command.exitCode = 1
    return
  }

  const codemods = await command.createCodemods()
  await codemods.makeUsingStub(stubsRoot, 'config/tap.stub', {})
  await codemods.makeUsingStub(stubsRoot, 'start/tap.stub', {})
  await codemods.updateRcFile((rcFile) => {
    rcFile
      .addProvider('adonisjs-atproto-tap/tap_provider')
      .addCommand('adonisjs-atproto-tap/commands')
      .addPreloadFile('#start/tap')
  })
  await codemods.defineEnvVariables({
    TAP_URL: url,
    TAP_ADMIN_PASSWORD: '',
    TAP_LISTEN: Boolean(listen),
  })
  await codemods.defineEnvValidations({
    leadingComment: 'Variables for configuring adonisjs-atproto-tap',
    variables: {
      TAP_URL: `Env.schema.string({ format: 'url', tld: false })`,
      TAP_ADMIN_PASSWORD: `Env.schema.string.optional()`,
      TAP_LISTEN: `Env.schema.boolean.optional()`,
    },
  })

  const edit = await addSubpathImport(command.app.makePath('package.json'), 'indexers')
  const action = command.logger.action('update package.json imports')
  if (edit === 'added') action.succeeded()
  else if (edit === 'present') action.skipped('#indexers/* is there')
  else action.failed('Add "#indexers/*": "./app/indexers/*.js" to its "imports" yourself')
}
