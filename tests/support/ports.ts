import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { getActiveTest } from '@japa/runner'

async function listen(port = 0) {
  const server = createServer().listen({ port, host: '127.0.0.1', exclusive: true })
  await once(server, 'listening')
  return server
}

async function close(server: Awaited<ReturnType<typeof listen>>) {
  server.close()
  await once(server, 'close')
}

/** Returns a port for a server that has to know its port before it starts. */
export async function freePort(): Promise<number> {
  const server = await listen()
  const { port } = server.address() as AddressInfo
  await close(server)
  return port
}

/** Listens on a port until the active test is done. */
export async function takePort(): Promise<number> {
  const server = await listen()
  getActiveTest()!.cleanup(() => void server.close())
  return (server.address() as AddressInfo).port
}

export async function isFree(port: number): Promise<boolean> {
  const server = await listen(port).catch(() => undefined)
  if (server) await close(server)
  return server !== undefined
}
