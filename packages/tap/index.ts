export { configure } from './configure.js'
export { defineConfig } from './src/define_config.js'
export { stores } from './src/dead_letters/stores.js'
export { isNewerRev } from './src/rev.js'
export { stubsRoot } from './stubs/main.js'
export { Tap } from './src/tap.js'
export * as errors from './src/errors.js'
export type {
  IdentityEvent,
  RecordDeleted,
  RecordEvent,
  RecordWritten,
  ResolvedTapConfig,
  TapConfig,
} from './src/types.js'
