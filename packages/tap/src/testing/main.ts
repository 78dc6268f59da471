export type { IdentityEventOptions, RecordEventOptions } from './events.js'
export { tapEvents } from './events.js'
export type { ParkedEvent } from './fake.js'
export { TapFake } from './fake.js'
