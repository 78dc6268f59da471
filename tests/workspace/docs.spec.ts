import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
import { ROOT } from '@tests/support/workspace'
import { findDeadAnchors } from '../../docs/.vitepress/checks/anchors.ts'
import { findOtherClaims, findUnnamed, findUnproven } from '../../docs/.vitepress/checks/claims.ts'
import { findErrorProblems, readErrors } from '../../docs/.vitepress/checks/errors.ts'
import { findProblems } from '../../docs/.vitepress/checks/main.ts'

class KnownError extends Error {
  static code = 'E_KNOWN'
  static help = 'Fix it.'
}
class UnfinishedError extends Error {
  static code = 'E_UNFINISHED'
  static help = 'Fix it'
}
class HelplessError extends Error {
  static code = 'E_HELPLESS'
}

const exclude = ['**/node_modules/**', '**/tmp/**', 'examples/statusphere-v6/node_modules/**']
const pages: string[] = []
for await (const page of glob(['*.md', '{packages,examples,docs,tests}/**/README.md'], {
  cwd: ROOT,
  exclude,
})) {
  pages.push(page)
}

test.group('Documentation', () => {
  test('contain no statement that the repository contradicts: {$self}')
    .with(pages)
    .run(async ({ assert }, page) => {
      assert.deepEqual(findProblems(page, await readFile(join(ROOT, page), 'utf8')), [])
    })

  test('report a path that does not exist', ({ assert }) => {
    assert.deepEqual(findProblems('page.md', 'See `packages/oauth/src` and `packages/none.ts`.'), [
      'packages/none.ts does not exist',
    ])
  })

  test('report a count: {$self}')
    .with(['seven files', '1,129 tests', 'Four sets', 'two small packages'])
    .run(({ assert }, count) => {
      assert.deepEqual(findProblems('page.md', `There are ${count} here.`), [
        `"${count}" will be wrong when one is added`,
      ])
    })

  test('accept a number in a code block, a version and a limit', ({ assert }) => {
    const markdown = '```\n7 files\n```\nNode.js 22 or newer, AdonisJS 7 packages, for 15 seconds.'
    assert.deepEqual(findProblems('page.md', markdown), [])
  })

  test('report an error class that no package exports', ({ assert }) => {
    const markdown = '```ts\nerror instanceof errors.SignInError || errors.NoSuchError\n```'
    assert.deepEqual(findProblems('page.md', markdown), ['no package exports errors.NoSuchError'])
  })

  test('report the errors of a package that are not documented', ({ assert }) => {
    assert.deepEqual(findErrorProblems('page.md', 'Nothing.', readErrors({ KnownError })), [
      'the error E_KNOWN is not documented',
    ])
  })

  test('report a documented error that does not exist', ({ assert }) => {
    const prose = '| `E_KNOWN` | known |\n| `E_OTHER` | unknown |'
    assert.deepEqual(findErrorProblems('page.md', prose, readErrors({ KnownError })), [
      'the package does not export the error E_OTHER',
    ])
  })

  test('report an error that is listed twice', ({ assert }) => {
    const rows = '| `E_KNOWN` | known |\n| `E_KNOWN` | known |'
    assert.deepEqual(findErrorProblems('page.md', rows, readErrors({ KnownError })), [
      'the error E_KNOWN is listed twice',
    ])
  })

  test('report an error without help', ({ assert }) => {
    const errors = readErrors({ HelplessError })
    assert.deepEqual(findErrorProblems('page.md', 'See `E_HELPLESS`.', errors), [
      'the error E_HELPLESS has no help',
    ])
  })

  test('report the help of an error that is no sentence', ({ assert }) => {
    const errors = readErrors({ KnownError, UnfinishedError })
    assert.deepEqual(findErrorProblems('page.md', 'See `E_KNOWN` and `E_UNFINISHED`.', errors), [
      'the help of the error E_UNFINISHED does not end with a period',
    ])
  })

  test('report a claim without a spec in the files that are named before it', ({ assert }) => {
    const specs: Record<string, string> = {
      'packages/a.spec.ts': "test('hold', async () => {})\ntest('hold {$self}')\n  .with([])",
      'packages/b.ts': "{ title: 'last', run() {} }",
    }
    const prose = [
      'In `packages/a.spec.ts`:\n\n- hold\n- hold {$self}\n- last',
      'In `packages/b.ts`:\n\n- last\n- hold',
    ].join('\n\n')

    assert.deepEqual(
      findUnproven(prose, (path) => specs[path]),
      ['no spec has the title "last"', 'no spec has the title "hold"']
    )
  })

  test('report a spec that the page does not name', ({ assert }) => {
    assert.deepEqual(findUnnamed('- hold', "test('hold', () => {})\ntest(\"don't\", () => {})"), [
      'the page does not have the title of the spec "don\'t"',
    ])
  })

  test('report a sentence beside the claims', ({ assert }) => {
    const prose = `Introduction.\n\n## Log\n\nThey can't:\n\n- read\n\n**What to do:** Nothing.\n\nIt is safe.`
    assert.deepEqual(findOtherClaims(prose), ['no list item, and so without a spec: "It is safe."'])
  })

  test('report a link to a heading that does not exist', async ({ assert }) => {
    const folder = await tempFolder()
    await writeFile(
      join(folder, 'index.html'),
      '<a href="/page#here"></a><a href="/page#gone"></a>'
    )
    await writeFile(join(folder, 'page.html'), '<h2 id="here"></h2><a href="#here"></a>')

    assert.deepEqual(await findDeadAnchors(folder), ['/ links to /page#gone, which does not exist'])
  })
})
