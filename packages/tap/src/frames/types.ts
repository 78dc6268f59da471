export type * from '../frame_head.js'
