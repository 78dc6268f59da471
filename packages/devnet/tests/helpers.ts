import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeOAuthClient, requestLocalLock } from '@atproto/oauth-client-node'
import type { TestContext } from '@japa/runner/core'
import { type Devnet, type DevnetOptions, startDevnet } from '../index.js'

/** Starts a devnet that is closed after the test. */
export async function devnetFor(
  context: TestContext,
  options: DevnetOptions = {}
): Promise<Devnet> {
  const devnet = await startDevnet({ tap: false, ...options })
  context.cleanup(() => devnet.close())
  return devnet
}

export async function folderFor(context: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'devnet-spec-'))
  context.cleanup(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Listens on a port until the test is done. */
export async function takePort(context: TestContext, address = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, address)
  await once(server, 'listening')
  context.cleanup(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** Whether a port is free on each of these addresses. */
export async function isFree(port: number, ...addresses: string[]): Promise<boolean> {
  for (const address of addresses.length ? addresses : ['127.0.0.1', '::1']) {
    const server = createServer().listen(port, address)
    const isListening = await once(server, 'listening').then(
      () => true,
      () => false
    )
    server.close()
    if (!isListening) return false
  }
  return true
}

export async function getJson(url: string): Promise<any> {
  const response = await fetch(url)
  return response.json()
}

export interface Child {
  process: ChildProcess
  /** the output of both streams so far */
  output: () => string
  /** resolves with the first match in the output; rejects when the process ends without one */
  waitFor: (pattern: RegExp) => Promise<RegExpExecArray>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const ROOT = join(import.meta.dirname, '..')

/** Runs a TypeScript file of this package in a separate process, which is killed after the test. */
export function runNode(context: TestContext, args: string[], env?: Record<string, string>): Child {
  const loader = import.meta.resolve('@poppinss/ts-exec')
  const child = spawn(process.execPath, ['--import', loader, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  context.cleanup(async () => {
    child.kill('SIGKILL')
    await ended
  })

  const waitFor = async (pattern: RegExp) => {
    for (;;) {
      const match = pattern.exec(output)
      if (match) return match
      const event = await Promise.race([
        once(child.stdout, 'data'),
        once(child.stderr, 'data'),
        ended.then(() => 'ended' as const),
      ])
      if (event === 'ended' && !pattern.test(output)) {
        throw new Error(`ended without ${pattern}: ${output}`)
      }
    }
  }
  return { process: child, output: () => output, waitFor, ended }
}

export function runCli(context: TestContext, args: string[], env?: Record<string, string>): Child {
  return runNode(context, [join(ROOT, 'src/cli/main.ts'), ...args], env)
}

/** A real OAuth client, as an app in development has one. */
export function oauthClient(
  devnet: Pick<Devnet, 'plc'> & { pds: { url: string } }
): NodeOAuthClient {
  const scope = 'atproto transition:generic'
  const redirectUri = 'http://127.0.0.1:8080/callback' as const
  return new NodeOAuthClient({
    clientMetadata: {
      client_id: `http://localhost?${new URLSearchParams({ redirect_uri: redirectUri, scope })}`,
      redirect_uris: [redirectUri],
      scope,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      dpop_bound_access_tokens: true,
    },
    stateStore: memoryStore(),
    sessionStore: memoryStore(),
    requestLock: requestLocalLock,
    allowHttp: true,
    handleResolver: devnet.pds.url,
    plcDirectoryUrl: devnet.plc.url,
  })
}

function memoryStore<Value>() {
  const values = new Map<string, Value>()
  return {
    get: async (key: string) => values.get(key),
    set: async (key: string, value: Value) => void values.set(key, value),
    del: async (key: string) => void values.delete(key),
  }
}
