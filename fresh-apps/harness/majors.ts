import { join } from 'node:path'

export type Major = 6 | 7

export const MAJORS: Major[] = [6, 7]

/** How each major reads TypeScript. */
export const LOADERS = {
  6: { package: 'ts-node-maintained', register: 'ts-node-maintained/register/esm' },
  7: { package: '@poppinss/ts-exec', register: '@poppinss/ts-exec' },
}

/** The workspace member whose packages the apps of a major run on. */
export const homeOf = (major: Major) => join(import.meta.dirname, '..', `adonis-${major}`)
