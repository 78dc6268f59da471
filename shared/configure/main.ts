export { type EnvVariable, parseEnv, writeEnv } from './env_files.js'
export { Formatter } from './formatter.js'
