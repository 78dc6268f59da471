import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { getActiveTest } from '@japa/runner'

/** Returns ports for servers that have to know their port before they start. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()))
  const ports = servers.map(portOf)
  await Promise.all(servers.map(close))
  return ports
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1)
  return port!
}

/** Listens on a port until the active test is done. */
export async function takePort(): Promise<number> {
  const server = await listen()
  getActiveTest()!.cleanup(() => void server.close())
  return portOf(server)
}

export async function isFree(port: number): Promise<boolean> {
  const server = await listen(port).catch(() => undefined)
  if (server) await close(server)
  return server !== undefined
}

async function listen(port = 0): Promise<Server> {
  const server = createServer().listen({ port, host: '127.0.0.1', exclusive: true })
  await once(server, 'listening')
  return server
}

async function close(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}

const portOf = (server: Server) => (server.address() as AddressInfo).port
