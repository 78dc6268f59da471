import { join } from 'node:path'
import { ROOT } from './workspace.js'

/** Arguments of Node: what the starter kits install, and the native one, in a third of the time. */
export const COMPILERS = {
  kits: [join(ROOT, 'node_modules/typescript/bin/tsc')],
  native: [join(ROOT, 'node_modules/@typescript/native-preview/bin/tsgo'), '--singleThreaded'],
}
