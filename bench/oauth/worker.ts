import { readdirSync } from 'node:fs'
import type { DatabaseConnection } from '@tests/support/databases'
import { bootApp, errors, migrate, onQuery } from './app.js'

/** The settings of a process of the app. */
export interface WorkerSettings {
  folder: string
  connection: DatabaseConnection
  isMigrated: boolean
  network: { plcUrl: string; handleResolver: string; timeout?: number }
  /** How far its clock is off, in milliseconds. */
  clock?: number
}

export interface WorkerMemory {
  heap: number
  /** Open files and connections. */
  files: number
  rows: number
}

const SESSION = '/xrpc/com.atproto.server.getSession'

const settings: WorkerSettings = JSON.parse(process.argv[2]!)
if (settings.clock) moveClock(settings.clock)

const { folder, connection, network } = settings
const app = await bootApp({
  dir: folder,
  database: connection,
  config: { appUrl: 'http://127.0.0.1:3333', network },
})
await app.start(() => {})
if (!settings.isMigrated) await migrate(app, folder)

const oauth = await app.container.make('atproto.oauth')
const db = await app.container.make('lucid.db')
const { grants } = oauth.config.stores
const counts = { queries: 0, leases: 0 }
await onQuery(app, () => counts.queries++)

const lock = grants.lock.bind(grants)
grants.lock = async (...args) => {
  const isMine = await lock(...args)
  if (isMine) counts.leases++
  return isMine
}

/** What the parent process can ask for. Public for its types. */
export const tasks = {
  startSignIn: (input: string, browser: string) => oauth.startSignIn(input, { browser }),

  async finishSignIn(callback: string, browser: string): Promise<string> {
    const { user } = await oauth.finishSignIn(new URL(callback).searchParams, browser)
    return user.sessionId!
  },

  endSession: (sessionId: string) => oauth.end(sessionId),

  /** Makes the next use of every grant refresh its tokens. */
  async expire() {
    await oauth.settle()
    await db.from('atproto_oauth_grants').update({ expires_at: 1 })
  },

  /** Sends requests at once. Resolves to their statuses, or to the reasons of failures. */
  request: (sessionId: string, count: number): Promise<(number | string)[]> =>
    Promise.all(Array.from({ length: count }, () => request(sessionId))),

  /** Stops at the next refresh, before it is sent, and reports it. Resolves at once. */
  async haltBeforeSending() {
    const markSent = grants.markSent.bind(grants)
    grants.markSent = async (...args) => {
      grants.markSent = markSent
      process.send!({ event: 'halted' })
      await new Promise((resolve) => process.once('SIGCONT', resolve))
      return markSent(...args)
    }
  },

  async takeCounts() {
    await oauth.settle()
    const taken = { ...counts }
    Object.assign(counts, { queries: 0, leases: 0 })
    return taken
  },

  async memory(): Promise<WorkerMemory> {
    await oauth.settle()
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      globalThis.gc!()
    }
    const tables = ['atproto_oauth_grants', 'atproto_oauth_states']
    const found = await Promise.all(tables.map((table) => db.from(table).select('id')))
    return {
      heap: process.memoryUsage().heapUsed,
      files: readdirSync('/dev/fd').length,
      rows: found.flat().length,
    }
  },
}

async function request(sessionId: string) {
  try {
    const user = await oauth.find(sessionId)
    if (!user) return 'signed out'
    const response = await user.fetch(SESSION)
    await response.body?.cancel()
    return response.status
  } catch (error) {
    const { message, cause } = error as Error
    const details = cause instanceof Error ? `${message} (${cause.message})` : message
    return errors.SessionError.from(error)?.reason ?? details
  }
}

function moveClock(offset: number) {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...args: any[]) {
      if (args.length) super(...(args as [number]))
      else super(RealDate.now() + offset)
    }

    static override now() {
      return RealDate.now() + offset
    }
  } as DateConstructor
}

process.on('message', async ({ id, task, args }: { id: number; task: string; args: unknown[] }) => {
  try {
    const result = await (tasks as any)[task](...args)
    process.send!({ id, result })
  } catch (error) {
    process.send!({ id, error: (error as Error).message })
  }
})
process.on('disconnect', () => process.exit())
process.send!({ event: 'ready' })
