import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { HOT_RELOAD } from '@tests/support/hot_reload'
import { NodeProcess } from '@tests/support/processes'
import { tempFolder } from '@tests/support/temp_folder'
import { cleanup } from '../helpers.js'

/** Modules resolve from here, and a folder of this name is never committed. */
const TMP = fileURLToPath(new URL('../../tmp', import.meta.url))

const build = (file: string) => new URL(`../../build/src/${file}.js`, import.meta.url).href

/** An app that dispatches one event after the other. */
const MAIN = `
  import { Container } from '@adonisjs/core/container'
  import { Logger } from '@adonisjs/core/logger'
  import { resolveConfig } from '${build('define_config')}'
  import { IndexerRegistry } from '${build('indexers/registry')}'
  import { Listener } from '${build('listener')}'
  import { tapEvents } from '${build('testing/main')}'

  const registry = new IndexerRegistry()
  registry.index('xyz.statusphere.status', () => import('./indexers/status_indexer.js'))
  const listener = new Listener({
    config: resolveConfig({ url: 'http://127.0.0.1:9', deadLetters: false }),
    registry,
    container: new Container(),
    logger: new Logger({ enabled: false }),
  })
  setInterval(async () => {
    await listener.dispatch(tapEvents.create('xyz.statusphere.status', {}))
  }, 50)
`

const indexer = (text: string, method = 'put') => `
  export default class StatusIndexer {
    ${method}() {
      console.log('${text}')
    }
    delete() {}
  }
`

test.group('Hot reload', () => {
  test('call the newest version of an indexer, without a restart', async ({ assert }) => {
    const folder = await tempFolder(TMP)
    const file = join(folder, 'indexers', 'status_indexer.js')
    await mkdir(join(folder, 'indexers'))
    const manifest = {
      type: 'module',
      hotHook: { root: './main.js', boundaries: ['./indexers/*.js'] },
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
    await writeFile(join(folder, 'main.js'), MAIN)
    await writeFile(file, indexer('the first version'))

    const app = NodeProcess.forTest([`--import=${HOT_RELOAD}`, 'main.js'], { cwd: folder })
    await app.prints('the first version')
    // Changes are not seen until the watcher has started, some time after the module was loaded.
    const change = () => void writeFile(file, indexer('the second version', 'handle'))
    change()
    const changes = setInterval(change, 1_000)
    cleanup(() => clearInterval(changes))
    await app.prints('the second version')
    const end = app.output.lastIndexOf('the first version')
    assert.isBelow(end, app.output.indexOf('the second version'))
  }).timeout(60_000)
})
