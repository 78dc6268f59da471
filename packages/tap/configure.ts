import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type Configure from '@adonisjs/core/commands/configure'
import { addMigration } from './src/configure/add_migration.js'
import { addSubpathImport } from './src/configure/add_subpath_import.js'
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
  const defaults = { TAP_URL: DEFAULT_URL, TAP_ADMIN_PASSWORD: '', TAP_LISTEN: false }
  await codemods.defineEnvVariables({
    ...(await withoutDefined(defaults, command.app.makePath('.env'))),
    ...(url !== undefined && { TAP_URL: url }),
    ...(listen !== undefined && { TAP_LISTEN: Boolean(listen) }),
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
  else if (edit === 'present') action.skipped('#indexers/* exists')
  else action.failed('Add "#indexers/*": "./app/indexers/*.js" to its "imports"')

  if (isMigrationNew) command.logger.log('Create the tables: node ace migration:run')
}

/**
 * The codemod overwrites variables, and someone may have set a password since.
 */
async function withoutDefined(variables: Record<string, string | boolean>, file: string) {
  const env = await readFile(file, 'utf8').catch(() => '')
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => !new RegExp(`^${name}=`, 'm').test(env))
  )
}
