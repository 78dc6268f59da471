// Imported first by every command of the root package.json, so that other modules can rely on
// Node.js 20.
const [major] = process.versions.node.split('.').map(Number)

if (major < 20) {
  console.error(
    `Node.js 20 or newer is needed to set this workspace up, and this is ${process.versions.node}. Get a newer one from https://nodejs.org.`
  )
  process.exit(1)
}
