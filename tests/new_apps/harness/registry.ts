import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { startHttpServer } from '@tests/support/http_server'
import { run } from '@tests/support/processes'
import { PACKAGES } from '@tests/support/tarballs'
import { tarballOf } from './suite.js'

/**
 * Starts an npm registry as if our packages were published as they are now. It serves those, and
 * redirects requests for other packages to the real registry.
 */
export async function startRegistry() {
  const upstream = (await run('npm', ['config', 'get', 'registry'])).trim()

  const registry = await startHttpServer(async (request, response) => {
    const path = request.url!
    const [, name, tarball] = /^\/([^/]+)(\/tarball)?$/.exec(path) ?? []
    if (!name || !(name in PACKAGES)) {
      response.writeHead(302, { location: new URL(path.slice(1), upstream).href }).end()
      return
    }
    const contents = await readFile(tarballOf(name))
    if (tarball) {
      response.end(contents)
      return
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(await describe(name, contents, registry.url)))
  })
  return registry
}

async function describe(name: string, contents: Buffer, registry: string) {
  const manifest = JSON.parse(await run('tar', ['-xzOf', tarballOf(name), 'package/package.json']))
  const integrity = `sha512-${createHash('sha512').update(contents).digest('base64')}`
  const dist = { tarball: `${registry}/${name}/tarball`, integrity }
  return {
    name,
    'dist-tags': { latest: manifest.version },
    'versions': { [manifest.version]: { ...manifest, dist } },
  }
}
