export { atproto } from './vine/atproto.js'
export { atprotoFormat } from './vine/format.js'
export { atprotoIdentifier } from './vine/identifier.js'
export { atprotoService } from './vine/service.js'
