import type Configure from '@adonisjs/core/commands/configure'
import { stubsRoot } from '../../stubs/main.js'
import type { Choices } from './choices.js'
import type { PageStack, Project } from './project.js'

type Codemods = Awaited<ReturnType<Configure['createCodemods']>>

const PAGES: Partial<Record<PageStack, string>> = {
  edge: 'pages/edge.stub',
  react: 'pages/react.stub',
  vue: 'pages/vue.stub',
}

/** Creates the files that do not exist yet. */
export async function writeStubs(
  command: Configure,
  codemods: Codemods,
  project: Project,
  { store, guard }: Choices
) {
  const { pages } = project
  const state = {
    store,
    guard,
    clientName: project.name.replace(/['\\]/g, ''),
    vine: project.hasVine,
    shield: project.hasShield,
    layout: project.layout,
    styles: !project.hasFormStyles,
    edge: pages === 'edge',
    inertia: pages === 'react' || pages === 'vue' || pages === 'inertia',
    api: pages === 'none',
    page: PAGES[pages] !== undefined,
  }
  await codemods.makeUsingStub(stubsRoot, 'config/atproto_oauth.stub', state)
  await codemods.makeUsingStub(stubsRoot, 'app/oauth_controller.stub', state)
  await codemods.makeUsingStub(stubsRoot, 'start/oauth.stub', state)
  if (project.hasVine) await codemods.makeUsingStub(stubsRoot, 'app/oauth_validator.stub', state)

  const page = PAGES[pages]
  if (page) await codemods.makeUsingStub(stubsRoot, page, state)

  if (store === 'lucid') {
    if (project.hasMigration) {
      command.logger
        .action('create database/migrations/…_create_atproto_oauth_tables.ts')
        .skipped('File already exists')
    } else {
      await codemods.makeUsingStub(stubsRoot, 'migrations/create_atproto_oauth_tables.stub', {
        migration: { timestamp: Date.now() },
      })
    }
  }
}

/** The manual steps that are left, in order. */
export function nextSteps(project: Project, { store, guard }: Choices): string[] {
  const { pages } = project
  const steps: string[] = []
  if (store === 'lucid' && !project.hasMigration) {
    steps.push('Create the tables: node ace migration:run')
  }
  if (pages === 'none') {
    steps.push(
      'Set FRONTEND_URL in .env. POST { "input": "<handle>" } to /oauth/login from there, and go to the "url" in the response'
    )
  } else if (pages === 'inertia') {
    steps.push('Create the page "oauth/login": a form that posts "input" to /oauth/login')
  } else {
    steps.push('Start the app, open it at 127.0.0.1 and sign in at /oauth/login')
  }
  if (project.hasGeneratedTypes && (pages === 'react' || pages === 'vue')) {
    steps.push(
      'The type of the new page is generated when the app starts with "node ace serve". Before a type check without that, run: node ace codegen'
    )
  }
  if (guard === null && project.hasAuth) {
    steps.push(
      'The guards in config/auth.ts stay as they are. "oauth.user" is the account: protect routes with middleware.atproto(). To add a guard for accounts, run this command with --guard'
    )
  } else if (guard === 'atproto') {
    steps.push(
      '"auth.user" can now be the user of either guard. Use auth.use("<your guard>").user for your own users, and auth.use("atproto").user for accounts'
    )
  }
  return steps
}
