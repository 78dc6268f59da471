export type * from '../dead_letter.js'
