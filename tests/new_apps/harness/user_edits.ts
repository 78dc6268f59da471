import type { AppFiles } from './app_files.js'
import { COLLECTION } from './suite.js'

/** Adds a route that returns who is signed in, behind the middleware that `configure` registers. */
export async function addMe(app: AppFiles) {
  await app.append(
    'start/routes.ts',
    `
import { middleware } from '#start/kernel'

router
  .get('/me', ({ oauth }) => {
    const { did, handle } = oauth.getUserOrFail()
    return { did, handle }
  })
  .use(middleware.atproto())
`
  )
}

/** Binds the indexer that `make:indexer` wrote, and has it write a line for each event. */
export async function addIndexer(app: AppFiles) {
  await app.append(
    'start/tap.ts',
    `
import emitter from '@adonisjs/core/services/emitter'

tap.index('${COLLECTION}', () => import('#indexers/status_indexer'))
emitter.on('atproto:signed_in', ({ user }) => tap.addRepos([user.did]))
`
  )

  const indexer = 'app/indexers/status_indexer.ts'
  await app.edit(
    indexer,
    'console.log(event.uri, event.record)',
    `const { uri, action, record } = event
    await appendFile('tmp/statuses', \`\${JSON.stringify({ uri, action, status: record.status })}\\n\`)`
  )
  await app.edit(indexer, 'import ', `import { appendFile } from 'node:fs/promises'\nimport `)
}

/** Returns what the indexer has written. Rejects when it has not written anything yet. */
export async function indexed(app: AppFiles): Promise<unknown[]> {
  const text = await app.read('tmp/statuses')
  const lines = text.trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}
