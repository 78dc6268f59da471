import { createServer } from 'node:net'
import { fail } from '../workspace.mjs'

/**
 * Stops with one sentence when something else listens where the demo would.
 *
 * @param {{ flag: string, of: string, number: number }[]} ports
 */
export async function requireFreePorts(ports) {
  for (const [index, port] of ports.entries()) {
    const twin = ports.slice(0, index).find(({ number }) => number === port.number)
    if (twin)
      fail(
        `Port ${port.number} can't be both ${twin.of}'s and ${port.of}'s; give one another with --${port.flag}.`
      )

    if (!(await isFree(port.number))) {
      fail(
        `Port ${port.number}, for ${port.of}, is in use. Stop what listens there, or choose another with "npm run demo -- --${port.flag} N".`
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
