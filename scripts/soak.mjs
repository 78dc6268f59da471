import './node_version.mjs'

const { parseArgs } = await import('node:util')
const { installAndBuild } = await import('./setup/install_and_build.mjs')
const { runInGroup } = await import('./process_group/run.mjs')
const { fail } = await import('./workspace.mjs')

// `npm run soak -- --minutes 5 --seed 42 --adonis 6 --database postgres`
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    adonis: { type: 'string', default: '7' },
    database: { type: 'string', default: 'sqlite' },
  },
})
for (const name of ['minutes', 'seed']) {
  if (!(Number(values[name]) > 0)) fail(`--${name} takes a number above 0, not "${values[name]}".`)
}
const APPS = { 6: 'examples/statusphere-v6', 7: 'examples/statusphere' }
if (!APPS[values.adonis]) fail(`--adonis takes 6 or 7, not "${values.adonis}".`)
if (!['sqlite', 'postgres'].includes(values.database)) {
  fail(`--database takes sqlite or postgres, not "${values.database}".`)
}

await installAndBuild()
process.exitCode = await runInGroup(['pnpm', '--filter', 'tests', 'run', 'test', 'soak'], {
  print: (text) => process.stdout.write(text),
  env: {
    SOAK_MINUTES: values.minutes,
    SOAK_SEED: values.seed,
    SOAK_DATABASE: values.database,
    STATUSPHERE_APP: APPS[values.adonis],
  },
})
