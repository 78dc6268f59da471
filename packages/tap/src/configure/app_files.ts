/** Shared with other packages of the workspace. The build contains it. */
export { Formatter, writeEnv } from '@shared/configure'
