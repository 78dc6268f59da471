import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { runTool } from './process.js'
import { type PackageName, PACKAGES, tarballs } from './tarballs.js'

/**
 * The npm registry on a day when our packages, as they are now, have been published: it answers
 * for them, and sends whoever asks for another package to the real one.
 */
export async function startRegistry() {
  const { stdout } = await runTool('npm', ['config', 'get', 'registry'])
  const upstream = stdout.trim()

  const server = createServer(async ({ url }, response) => {
    const [, name, tarball] = /^\/([^/]+)(\/tarball)?$/.exec(url!) ?? []
    if (!(name in PACKAGES)) {
      return response.writeHead(302, { location: new URL(url!.slice(1), upstream).href }).end()
    }
    const contents = await readFile(tarballs.of(name as PackageName))
    if (tarball) return response.end(contents)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(await describe(name as PackageName, contents, address())))
  })
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await once(server.listen(0, '127.0.0.1'), 'listening')

  return {
    url: address(),
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function describe(name: PackageName, contents: Buffer, registry: string) {
  const packed = ['-xzOf', tarballs.of(name), 'package/package.json']
  const { stdout } = await runTool('tar', packed)
  const manifest = JSON.parse(stdout)
  const integrity = `sha512-${createHash('sha512').update(contents).digest('base64')}`
  const dist = { tarball: `${registry}${name}/tarball`, integrity }
  return {
    name,
    'dist-tags': { latest: manifest.version },
    'versions': { [manifest.version]: { ...manifest, dist } },
  }
}
