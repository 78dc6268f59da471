import type { Devnet, DevnetAccount } from 'adonisjs-atproto-devnet'
import { STATUS } from './network.js'

const MINUTE = 60_000

/** Who is signed in on the screenshots. */
export const HOST = { handle: 'marta', name: 'Marta' }

/** Newest first. The age is in minutes. */
const STATUSES: [handle: string, emoji: string, age: number][] = [
  ['joon', '🚀', 0],
  ['marta', '🧑‍💻', 1],
  ['ines', '🥳', 3],
  ['tomasz', '🦋', 7],
  ['leila', '🚀', 12],
  ['bao', '🤓', 26],
  ['noah', '🦋', 41],
  ['freya', '💙', 58],
  ['kofi', '🚀', 95],
  ['priya', '🧠', 130],
  ['joon', '🤯', 190],
  ['lucas', '😎', 260],
  ['sena', '🦋', 330],
  ['amara', '🚀', 340],
  ['olek', '🧠', 350],
  ['yuki', '🚀', 360],
  ['sam', '🦋', 370],
  ['rosa', '💙', 380],
  ['dan', '🥳', 390],
  ['mira', '🚀', 400],
  ['theo', '👍', 410],
]

const NAMES: Record<string, string> = {
  marta: HOST.name,
  joon: 'Joon-ho Park',
  ines: 'Inês Carvalho',
  tomasz: 'Tomasz Wilk',
  leila: 'Leila Haddad',
  bao: 'Bảo Trần',
  freya: 'Freya Lindqvist',
  kofi: 'Kofi Mensah',
  priya: 'Priya Nair',
  lucas: 'Lucas Moreau',
}

/** Creates the accounts and their statuses, and returns the name on the newest status. */
export async function populate(devnet: Devnet): Promise<string> {
  const people = new Map<string, DevnetAccount>([[HOST.handle, devnet.accounts[0]]])
  for (const [handle] of STATUSES) {
    if (!people.has(handle)) people.set(handle, await devnet.createAccount({ handle }))
  }

  for (const [handle, displayName] of Object.entries(NAMES)) {
    await people.get(handle)!.putRecord('app.bsky.actor.profile', 'self', { displayName })
  }
  for (const [handle, status, age] of STATUSES.toReversed()) {
    const createdAt = new Date(Date.now() - age * MINUTE).toISOString()
    await people.get(handle)!.createRecord(STATUS, { status, createdAt })
  }
  return NAMES[STATUSES[0][0]]
}
