import type Configure from '@adonisjs/core/commands/configure'
import { Formatter } from './src/configure/app_files.js'
import { addGuard, GUARD_SNIPPET } from './src/configure/auth_config.js'
import { choose } from './src/configure/choices.js'
import { addDependencies } from './src/configure/dependencies.js'
import { configureEnv } from './src/configure/env.js'
import { inspectProject } from './src/configure/project.js'
import { configureSession } from './src/configure/session_package.js'
import { nextSteps, writeStubs } from './src/configure/stubs.js'
import { stubsRoot } from './stubs/main.js'

/**
 * Sets an app up to sign accounts in. Running it again changes nothing.
 */
export async function configure(command: Configure) {
  const project = await inspectProject(command.app)
  const choices = await choose(command, project)
  if (!choices) return

  const formatter = await Formatter.create(command.app)
  const absent = await addDependencies(command, project, choices)
  if (absent.length) {
    command.exitCode = 1
    command.logger.error(
      `Install ${absent.join(' and ')}, then run "node ace configure adonisjs-atproto-oauth" again`
    )
    return
  }

  if (!project.hasSession) await configureSession(command)

  // Not earlier: codemods read the files once, when they are first used.
  const codemods = await command.createCodemods()
  const notes: string[] = []

  const writesAuth = choices.guard !== null && !project.hasAuth
  if (writesAuth) {
    await codemods.makeUsingStub(stubsRoot, 'config/auth.stub', { guard: choices.guard })
    await codemods.makeUsingStub(stubsRoot, 'middleware/auth_middleware.stub', {})
    await codemods.makeUsingStub(stubsRoot, 'middleware/guest_middleware.stub', {})
    await codemods.registerMiddleware('router', [
      { path: '@adonisjs/auth/initialize_auth_middleware' },
    ])
  } else if (choices.guard) {
    const action = command.logger.action('update config/auth.ts file')
    if (await addGuard(codemods, command.app.configPath('auth.ts'))) {
      action.succeeded()
    } else {
      action.skipped('It has a shape that can not be edited safely')
      notes.push(`Add this guard to config/auth.ts:\n\n${GUARD_SNIPPET}`)
    }
  }
  await codemods.registerMiddleware('named', [
    ...(writesAuth
      ? [
          { name: 'guest', path: '#middleware/guest_middleware' },
          { name: 'auth', path: '#middleware/auth_middleware' },
        ]
      : []),
    { name: 'atproto', path: 'adonisjs-atproto-oauth/atproto_middleware' },
  ])

  await writeStubs(command, codemods, project, choices)
  await codemods.updateRcFile((rcFile) => {
    if (writesAuth) rcFile.addProvider('@adonisjs/auth/auth_provider')
    rcFile.addProvider('adonisjs-atproto-oauth/oauth_provider')
    rcFile.addCommand('adonisjs-atproto-oauth/commands')
    rcFile.addPreloadFile('#start/oauth')
  })
  await configureEnv(command, codemods, project)
  await formatter?.format()

  notes.push(...nextSteps(project, choices))
  for (const [index, note] of notes.entries()) {
    command.logger.log(`${index + 1}. ${note}`)
  }
}
