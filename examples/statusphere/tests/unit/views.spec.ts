import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
import { Edge } from 'edge.js'
import { listComponentsOnce } from '#helpers/component_list'

test.group('Views', () => {
  test('include no partial, which Edge compiles each time it is rendered', async ({ assert }) => {
    const files = await readdir(app.viewsPath(), { recursive: true })
    const templates = files.filter((file) => file.endsWith('.edge'))
    assert.isNotEmpty(templates)
    for (const file of templates) {
      assert.notMatch(await readFile(app.viewsPath(file), 'utf8'), /^\s*@include/m, file)
    }
  })

  test('list the components once', async ({ assert }) => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'components'))
    await writeFile(join(folder, 'components', 'orb.edge'), 'an orb')
    const edge = new Edge()
    edge.mount(folder)
    listComponentsOnce(edge.loader)

    await writeFile(join(folder, 'components', 'ring.edge'), 'a ring')

    assert.equal(await edge.renderRaw('@!orb()'), 'an orb')
    assert.lengthOf(edge.loader.listComponents()[0].components, 1)
  })
})
