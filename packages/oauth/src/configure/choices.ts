import type Configure from '@adonisjs/core/commands/configure'
import { findGuard } from './auth_config.js'
import type { Project } from './project.js'

const STORES = ['lucid', 'memory']
const FLAGS = ['stores', 'guard', 'install', 'force', 'verbose', 'v', 'f']

export interface Choices {
  store: string
  /** The guard that signs accounts in, or null in an app that signs in its own users. */
  guard: string | null
}

/**
 * Checks the flags and the project before anything is written. Without a terminal, the defaults are
 * taken instead of asking.
 *
 * @returns null after an error was printed
 */
export async function choose(command: Configure, project: Project): Promise<Choices | null> {
  const fail = (message: string) => {
    command.exitCode = 1
    command.logger.error(message)
    return null
  }

  // Other flags may belong to other packages in the same "node ace add".
  const unknown = Object.keys(command.parsedFlags).find((flag) => !FLAGS.includes(flag))
  if (unknown && !FLAGS.slice(0, 2).some((flag) => command.parsedFlags[flag] !== undefined)) {
    return fail(
      `Unknown flag "--${unknown}". Supported flags are: "--stores" (${STORES.join(', ')}), "--guard", "--no-guard" and "--no-install"`
    )
  }

  const store = await chooseStore(command, project)
  if (!STORES.includes(store)) {
    return fail(`Invalid store "${store}". Supported stores are: ${STORES.join(', ')}`)
  }
  if (store === 'lucid' && !project.hasLucid) {
    return fail(
      'Missing config/database.ts. Run "node ace add @adonisjs/lucid" first, or use --stores=memory'
    )
  }

  const { guard } = command.parsedFlags
  if (guard !== undefined && typeof guard !== 'boolean') {
    return fail(
      `"--guard" takes no value, and its name is "${project.hasAuth ? 'atproto' : 'web'}"`
    )
  }
  return { store, guard: await chooseGuard(command, project, guard) }
}

async function chooseStore(command: Configure, { hasLucid }: Project): Promise<string> {
  const { stores } = command.parsedFlags
  if (stores !== undefined) return String(stores)
  if (process.stdin.isTTY) {
    return command.prompt.choice('Where should sessions be stored?', [
      { name: 'lucid', message: 'In the database (Lucid)' },
      { name: 'memory', message: 'In memory, until the app restarts' },
    ])
  }
  const store = hasLucid ? 'lucid' : 'memory'
  command.logger.info(`No terminal to ask where to store sessions: using --stores=${store}`)
  return store
}

/** An app with its own guards keeps its `auth.user`, unless `--guard` is passed. */
async function chooseGuard(command: Configure, { hasAuth }: Project, flag?: boolean) {
  const existing = await findGuard(command.app.configPath('auth.ts'))
  if (existing) return existing
  if (flag === false) return null
  if (!hasAuth) return 'web'
  return flag ? 'atproto' : null
}
