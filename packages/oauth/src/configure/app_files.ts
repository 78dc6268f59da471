/** Shared with other packages of the workspace. The build contains it. */
export { type EnvVariable, Formatter, parseEnv, writeEnv } from '@shared/configure'
