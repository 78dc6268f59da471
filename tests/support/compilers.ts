import { join } from 'node:path'
import { ROOT } from './workspace.js'

/** Arguments for Node.js: the starter kits' compiler, and the native one, which is much faster. */
export const COMPILERS = {
  kits: [join(ROOT, 'node_modules/typescript/bin/tsc')],
  native: [join(ROOT, 'node_modules/@typescript/native-preview/bin/tsgo'), '--singleThreaded'],
}
