import './node_version.mjs'

// `npm run setup`: what `npm test` and `npm run demo` do first.
const { setUp } = await import('./setup.mjs')
await setUp()
