import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { getActiveTest } from '@japa/runner'

/**
 * Returns ports for servers that have to know their port before they start. They are below the
 * range that the system takes its own from: another process could get one of those meanwhile.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

export const freePort = async () => (await freePorts(1))[0]!

/** Listens on a port until the active test is done. */
export async function takePort(host?: string): Promise<number> {
  const server = await listen(0, host)
  getActiveTest()!.cleanup(() => void server.close())
  return portOf(server)
}

/** Whether nothing listens on the port, at any of these addresses. */
export async function isFree(port: number, ...hosts: string[]): Promise<boolean> {
  for (const host of hosts.length > 0 ? hosts : ['127.0.0.1', '::1']) {
    const server = await listen(port, host).catch((error) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EADDRNOTAVAIL') throw error
      return error.code as string
    })
    if (server === 'EADDRINUSE') return false
    if (typeof server !== 'string') await server[Symbol.asyncDispose]()
  }
  return true
}

async function listen(port = 0, host = '127.0.0.1'): Promise<Server> {
  const server = createServer().listen({ port, host, exclusive: true })
  await once(server, 'listening')
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port
