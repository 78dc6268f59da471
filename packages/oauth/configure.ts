import { pathToFileURL } from 'node:url'
import type Configure from '@adonisjs/core/commands/configure'
import { addGuard, GUARD_SNIPPET } from './src/configure/auth_config.js'
import { addDependencies, fileOf } from './src/configure/dependencies.js'
import { inspectProject, type Project } from './src/configure/project.js'
import { stubsRoot } from './stubs/main.js'

const STORES = ['lucid', 'memory']
const FLAGS = ['stores', 'install', 'force', 'verbose', 'v', 'f']

/**
 * Checks the flags and the project before anything is written.
 *
 * @returns The name of the stores to use, or null after an error was printed
 */
async function chooseStore(command: Configure, project: Project): Promise<string | null> {
  const fail = (message: string) => {
    command.exitCode = 1
    command.logger.error(message)
    return null
  }

  // Next to ours, other flags may be for other packages of the same "node ace add".
  const unknown = Object.keys(command.parsedFlags).find((flag) => !FLAGS.includes(flag))
  if (unknown && command.parsedFlags.stores === undefined) {
    return fail(
      `Unknown flag "--${unknown}". Supported flags are: "--stores" (${STORES.join(', ')}) and "--no-install"`
    )
  }

  const store: unknown =
    command.parsedFlags.stores ??
    (await command.prompt.choice('Where should sessions be stored?', [
      { name: 'lucid', message: 'In the database (Lucid)' },
      { name: 'memory', message: 'In memory, until the app restarts' },
    ]))

  if (!STORES.includes(store as string)) {
    return fail(`Invalid store "${store}". Supported stores are: ${STORES.join(', ')}`)
  }
  if (store === 'lucid' && !project.hasLucid) {
    return fail(
      'Missing config/database.ts. Run "node ace add @adonisjs/lucid" first, or use --stores=memory'
    )
  }
  return store as string
}

/**
 * Sets an app up to sign accounts in. Running it again changes nothing.
 */
export async function configure(command: Configure) {
  const project = await inspectProject(command.app)
  const store = await chooseStore(command, project)
  if (!store) {
    return
  }

  const absent = await addDependencies(command, project)
  if (absent.length) {
    command.exitCode = 1
    command.logger.error(
      `Install ${absent.join(' and ')}, then run "node ace configure adonisjs-atproto-oauth" again`
    )
    return
  }

  if (!project.hasSession) {
    await configureSession(command)
  }

  // Not earlier: codemods read the files once, when they are first used.
  const codemods = await command.createCodemods()
  const notes: string[] = []

  let guard = 'web'
  if (project.hasAuth) {
    const added = await addGuard(codemods, command.app.configPath('auth.ts'))
    guard = added ?? 'atproto'
    if (!added) {
      notes.push(`Add this guard to config/auth.ts:\n\n${GUARD_SNIPPET}`)
    } else if (guard === 'atproto') {
      notes.push(
        'Added an "atproto" guard to config/auth.ts. Make it the default if the app has no other users',
        '"auth.user" can now be the user of either guard. Use auth.use("<your guard>").user for your own users'
      )
    }
  } else {
    await codemods.makeUsingStub(stubsRoot, 'config/auth.stub', { guard })
    await codemods.makeUsingStub(stubsRoot, 'middleware/auth_middleware.stub', {})
    await codemods.registerMiddleware('router', [
      { path: '@adonisjs/auth/initialize_auth_middleware' },
    ])
    await codemods.registerMiddleware('named', [
      { name: 'auth', path: '#middleware/auth_middleware' },
    ])
  }

  const state = {
    guard,
    store,
    clientName: project.name.replace(/['\\]/g, ''),
    edge: project.hasEdge,
    vine: project.hasVine,
    shield: project.hasShield,
    home: project.hasEdge ? '/oauth/login' : '/',
  }
  await codemods.makeUsingStub(stubsRoot, 'config/atproto_oauth.stub', state)
  await codemods.makeUsingStub(stubsRoot, 'app/oauth_controller.stub', state)
  await codemods.makeUsingStub(stubsRoot, 'start/oauth.stub', state)
  if (project.hasVine) {
    await codemods.makeUsingStub(stubsRoot, 'app/oauth_validator.stub', state)
  }
  if (project.hasEdge) {
    await codemods.makeUsingStub(stubsRoot, 'views/login.stub', state)
  }
  if (store === 'lucid' && !project.hasMigration) {
    await codemods.makeUsingStub(stubsRoot, 'migrations/create_atproto_oauth_tables.stub', {
      migration: { timestamp: Date.now() },
    })
    notes.push('Create the tables: node ace migration:run')
  }

  await codemods.updateRcFile((rcFile) => {
    if (!project.hasAuth) {
      rcFile.addProvider('@adonisjs/auth/auth_provider')
    }
    rcFile.addProvider('adonisjs-atproto-oauth/oauth_provider')
    rcFile.addCommand('adonisjs-atproto-oauth/commands')
    rcFile.addPreloadFile('#start/oauth')
  })

  await configureEnv(codemods, project)

  notes.push(
    project.hasEdge
      ? 'Start the app, open it at 127.0.0.1 and sign in at /oauth/login'
      : 'POST { "input": "<handle>" } to /oauth/login, and redirect the browser to the "url" in the response'
  )
  for (const [index, note] of notes.entries()) {
    command.logger.log(`${index + 1}. ${note}`)
  }
}

async function configureSession(command: Configure) {
  const session = await import(pathToFileURL(fileOf(command, '@adonisjs/session')!).href)
  await session.configure(command)
}

async function configureEnv(
  codemods: Awaited<ReturnType<Configure['createCodemods']>>,
  { env }: Project
) {
  const variables: Record<string, string> = {
    APP_URL: `http://127.0.0.1:${env.get('PORT') ?? 3333}`,
    ATPROTO_PRIVATE_KEY: '',
    ATPROTO_PLC_URL: '',
    ATPROTO_HANDLE_RESOLVER: '',
  }
  for (const name of env.keys()) {
    delete variables[name]
  }
  // Servers redirect the browser to 127.0.0.1, and a server on "localhost" may not listen there.
  if (env.get('HOST') === 'localhost') {
    variables.HOST = '127.0.0.1'
  }
  if (Object.keys(variables).length) {
    await codemods.defineEnvVariables(variables, { omitFromExample: ['ATPROTO_PRIVATE_KEY'] })
  }

  // Separate from the others: if a variable exists already, no comment is written for any.
  await codemods.defineEnvValidations({ variables: { APP_URL: 'Env.schema.string()' } })
  await codemods.defineEnvValidations({
    leadingComment: 'Variables for configuring adonisjs-atproto-oauth',
    variables: {
      ATPROTO_PRIVATE_KEY: 'Env.schema.string.optional()',
      ATPROTO_PLC_URL: 'Env.schema.string.optional()',
      ATPROTO_HANDLE_RESOLVER: 'Env.schema.string.optional()',
    },
  })
}
