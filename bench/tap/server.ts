import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@tests/support/ports'
import { type BacklogOptions, fillOutbox } from './backlog.js'

export interface RunningTap {
  url: string
  process: ChildProcess
  /** Waits until the server holds no more events, which it counts every ten seconds. */
  isEmpty(): Promise<boolean>
  stop(): Promise<void>
}

/** Real Tap servers that only send what is in their outbox, so that the load is always the same. */
export class TapServers {
  #folder: string
  #binary: string
  #copies = 0

  constructor(folder: string, binary: string) {
    this.#folder = folder
    this.#binary = binary
    mkdirSync(folder, { recursive: true })
  }

  /** Starts a server on its own copy of a backlog. The first copy makes the backlog. */
  async start(backlog: BacklogOptions, env: Record<string, string> = {}): Promise<RunningTap> {
    const original = join(this.#folder, `${Object.values(backlog).join('-')}.db`)
    if (!existsSync(original)) {
      await this.#createTables(original)
      fillOutbox(original, backlog)
    }
    const copy = join(this.#folder, `copy-${++this.#copies}.db`)
    copyFileSync(original, copy)
    const server = await this.#run(copy, env)
    return {
      ...server,
      stop: async () => {
        await server.stop()
        for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
      },
    }
  }

  async #createTables(file: string) {
    const server = await this.#run(file, {})
    await server.stop()
  }

  async #run(file: string, env: Record<string, string>): Promise<RunningTap> {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const child = spawn(this.#binary, ['run'], {
      env: {
        PATH: process.env.PATH,
        TAP_DATABASE_URL: `sqlite://${file}`,
        TAP_BIND: `127.0.0.1:${port}`,
        TAP_OUTBOX_ONLY: 'true',
        TAP_LOG_LEVEL: 'error',
        ...env,
      },
      stdio: 'ignore',
    })
    const closed = once(child, 'close')
    const killWithUs = () => child.kill('SIGKILL')
    process.once('exit', killWithUs)
    await until(() => fetch(`${url}/health`).then(({ ok }) => ok))
    const left = async () => {
      const response = await fetch(`${url}/stats/outbox-buffer`)
      return ((await response.json()) as { outbox_buffer: number }).outbox_buffer
    }
    return {
      url,
      process: child,
      isEmpty: () => until(async () => (await left()) === 0).catch(() => false),
      stop: async () => {
        child.kill('SIGKILL')
        await closed
        process.off('exit', killWithUs)
      },
    }
  }
}

async function until(check: () => Promise<boolean>): Promise<true> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
    if (await check().catch(() => false)) return true
  }
  throw new Error('The Tap server was not ready after 20 seconds')
}
