import { existsSync } from 'node:fs'
import type Configure from '@adonisjs/core/commands/configure'
import { addMigration } from './src/configure/add_migration.js'
import { addSubpathImport } from './src/configure/add_subpath_import.js'
import { Formatter, writeEnv } from './src/configure/app_files.js'
import { resolveConfig } from './src/define_config.js'
import { stubsRoot } from './stubs/main.js'

const DEFAULT_URL = 'http://127.0.0.1:2480'

/**
 * `node ace configure adonisjs-atproto-tap [--url=http://…] [--listen]`: asks nothing, and changes
 * nothing when run again, not even what was changed by hand in between.
 */
export async function configure(command: Configure) {
  const { url, listen } = command.parsedFlags
  try {
    resolveConfig({ url: url ?? DEFAULT_URL, deadLetters: false })
  } catch {
    command.logger.error(
      `Invalid --url "${url}". Use the http:// or https:// address of a Tap server, without a password`
    )
    command.exitCode = 1
    return
  }

  const formatter = await Formatter.create(command.app)
  const codemods = await command.createCodemods()
  const hasLucid = existsSync(command.app.configPath('database.ts'))
  await codemods.makeUsingStub(stubsRoot, 'config/tap.stub', { hasLucid })
  await codemods.makeUsingStub(stubsRoot, 'start/tap.stub', {})
  const isMigrationNew = hasLucid && (await addMigration(command.app, codemods))
  await codemods.updateRcFile((rcFile) => {
    rcFile
      .addProvider('adonisjs-atproto-tap/tap_provider')
      .addCommand('adonisjs-atproto-tap/commands')
      .addPreloadFile('#start/tap')
  })
  await writeEnv(command, {
    TAP_URL: { value: url ?? DEFAULT_URL, example: DEFAULT_URL, force: url !== undefined },
    TAP_ADMIN_PASSWORD: { value: '' },
    TAP_LISTEN: { value: String(Boolean(listen)), force: listen !== undefined },
  })
  await codemods.defineEnvValidations({
    leadingComment: 'Variables for configuring adonisjs-atproto-tap',
    variables: {
      TAP_URL: `Env.schema.string({ format: 'url', tld: false })`,
      TAP_ADMIN_PASSWORD: `Env.schema.string.optional()`,
      TAP_LISTEN: `Env.schema.boolean.optional()`,
    },
  })

  for (const folder of ['indexers', 'lexicons']) {
    const edit = await addSubpathImport(command.app.makePath('package.json'), folder)
    const action = command.logger.action('update package.json imports')
    if (edit === 'added') action.succeeded()
    else if (edit === 'present') action.skipped(`#${folder}/* exists`)
    else action.failed(`Add "#${folder}/*": "./app/${folder}/*.js" to its "imports"`)
  }

  await formatter?.format()
  if (isMigrationNew) command.logger.log('Create the tables: node ace migration:run')
}
