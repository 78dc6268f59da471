import { join } from 'node:path'
import { ROOT } from '@tests/support/workspace'

export type Major = 6 | 7

/** The folder whose packages the apps of a major run on. */
export const versionsOf = (major: Major) => join(ROOT, 'tests', 'versions', `adonis-${major}`)
