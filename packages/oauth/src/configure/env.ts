import type Configure from '@adonisjs/core/commands/configure'
import { type EnvVariable, writeEnv } from './app_files.js'
import type { Project } from './project.js'

type Codemods = Awaited<ReturnType<Configure['createCodemods']>>

const PACKAGE_VARIABLES = ['ATPROTO_PRIVATE_KEY', 'ATPROTO_PLC_URL', 'ATPROTO_HANDLE_RESOLVER']

/** Adds the variables to `.env`, `.env.example` and `start/env.ts`. */
export async function configureEnv(
  command: Configure,
  codemods: Codemods,
  { env, pages }: Project
) {
  const hasFrontend = pages === 'none'
  const variables: Record<string, EnvVariable> = {
    // Servers redirect the browser to 127.0.0.1, and one on "localhost" may not listen there.
    ...(env.has('HOST') && {
      HOST: { value: '127.0.0.1', replaces: (host: string) => host === 'localhost' },
    }),
    APP_URL: { value: `http://127.0.0.1:${env.get('PORT') ?? 3333}` },
    ...(hasFrontend && { FRONTEND_URL: { value: 'http://127.0.0.1:5173' } }),
    ...Object.fromEntries(PACKAGE_VARIABLES.map((name) => [name, { value: '', example: '' }])),
  }
  await writeEnv(command, variables)

  // Separate from the others: if a variable exists already, no comment is written for any.
  await codemods.defineEnvValidations({ variables: { APP_URL: 'Env.schema.string()' } })
  if (hasFrontend) {
    await codemods.defineEnvValidations({ variables: { FRONTEND_URL: 'Env.schema.string()' } })
  }
  await codemods.defineEnvValidations({
    leadingComment: 'Variables for configuring adonisjs-atproto-oauth',
    variables: Object.fromEntries(
      PACKAGE_VARIABLES.map((name) => [name, 'Env.schema.string.optional()'])
    ),
  })
}
