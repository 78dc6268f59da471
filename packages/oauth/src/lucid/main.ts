export { findOrCreateUser, linkAccount } from './linked_users.js'
export type { LinkModel } from './types.js'
