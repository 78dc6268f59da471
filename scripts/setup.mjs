import './node_version.mjs'

// `npm run setup`: what `npm test` and `npm run demo` do first.
const { installAndBuild } = await import('./setup/install_and_build.mjs')
await installAndBuild()
