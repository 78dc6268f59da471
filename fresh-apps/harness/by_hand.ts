import type { FreshApp } from './fresh_app.js'
import { COLLECTION } from './network.js'

/** A route that says who is signed in, behind the middleware and the guard that are there now. */
export async function addMe(app: FreshApp, guard: 'web' | 'atproto') {
  await app.append(
    'start/routes.ts',
    `
import { middleware } from '#start/kernel'

router
  .get('/me', ({ auth }) => {
    const { did, handle } = auth.use('${guard}').getUserOrFail()
    return { did, handle }
  })
  .use(middleware.auth(${guard === 'web' ? '' : `{ guards: ['${guard}'] }`}))
`
  )
}

/** Binds the indexer that `make:indexer` wrote, and has it keep what it gets, a line for each event. */
export async function addIndexer(app: FreshApp) {
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
    '// Store event.record, event.cid and event.rev under event.uri',
    `const { uri, action, record } = event
    await appendFile('tmp/statuses', \`\${JSON.stringify({ uri, action, status: record.status })}\\n\`)`
  )
  await app.edit(indexer, 'import ', `import { appendFile } from 'node:fs/promises'\nimport `)
}

export async function indexed(app: FreshApp): Promise<unknown[]> {
  const text = await app.read('tmp/statuses')
  const lines = text.trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}
