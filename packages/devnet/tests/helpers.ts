import { join } from 'node:path'
import {
  buildAtprotoLoopbackClientMetadata,
  NodeOAuthClient,
  requestLocalLock,
} from '@atproto/oauth-client-node'
import type { TestContext } from '@japa/runner/core'
import { NodeProcess } from '@tests/support/processes'
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

export async function getJson(url: string): Promise<any> {
  const response = await fetch(url)
  return response.json()
}

const ROOT = join(import.meta.dirname, '..')
const LOADER = import.meta.resolve('@tests/support/typescript')

/** Runs a TypeScript file of this package in a separate process, which is killed after the test. */
export function runNode(args: string[], env?: Record<string, string>): NodeProcess {
  return NodeProcess.forTest(['--import', LOADER, ...args], { cwd: ROOT, env })
}

export function runCli(args: string[], env?: Record<string, string>): NodeProcess {
  return runNode([join(ROOT, 'src/cli/main.ts'), ...args], env)
}

/** Starts a devnet in a separate process, which prints the URL of its PDS. */
export function runDevnet(options: DevnetOptions, env?: Record<string, string>): NodeProcess {
  return runNode(['tests/fixtures/start.ts', JSON.stringify(options)], env)
}

/** A real OAuth client, as an app in development has one. */
export function oauthClient(
  devnet: Pick<Devnet, 'plc'> & { pds: { url: string } }
): NodeOAuthClient {
  return new NodeOAuthClient({
    clientMetadata: buildAtprotoLoopbackClientMetadata({
      scope: 'atproto transition:generic',
      redirect_uris: ['http://127.0.0.1:8080/callback'],
    }),
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
