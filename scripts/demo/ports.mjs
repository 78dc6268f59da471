import { createServer } from 'node:net'
import { fail } from '../workspace.mjs'

/**
 * Exits with an error message if one of the ports is in use or given twice.
 *
 * @param {{ flag: string, of: string, number: number }[]} ports
 */
export async function requireFreePorts(ports) {
  for (const [index, port] of ports.entries()) {
    const other = ports.slice(0, index).find(({ number }) => number === port.number)
    if (other) {
      fail(
        `Port ${port.number} is used for both ${other.of} and ${port.of}. Choose another one with --${port.flag}.`
      )
    }

    if (!(await isFree(port.number))) {
      fail(
        `Port ${port.number} for ${port.of} is in use. Stop the program that uses it, or run "npm run demo -- --${port.flag} N" to choose another one.`
      )
    }
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true))
    )
  })
}
