import { readdir, readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

test.group('Views', () => {
  test('include no partial, which Edge compiles each time it is rendered', async ({ assert }) => {
    const files = await readdir(app.viewsPath(), { recursive: true })
    const templates = files.filter((file) => file.endsWith('.edge'))
    assert.isNotEmpty(templates)
    for (const file of templates) {
      assert.notMatch(await readFile(app.viewsPath(file), 'utf8'), /^\s*@include/m, file)
    }
  })
})
