import type { HostileKind } from '../types.js'

/** What the event is about. */
export interface HostileSubject {
  id: number
  did: string
  live: boolean
  collection: string
  record: object
}

type Build = (subject: HostileSubject) => string

const MIB = 1024 * 1024

/**
 * Deeper than most recursive code gets, and still accepted by `JSON.parse`.
 */
const DEPTH = 5_500

const CID = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'

const BUILDERS: Record<HostileKind, Build> = {
  'cut-json': (subject) => withField('1')(subject).slice(0, -4),
  'no-type': ({ id }) => `{"id":${id}}`,
  'unknown-type': ({ id, did }) => `{"id":${id},"type":"label","label":{"did":"${did}"}}`,
  'no-did': (subject) => withField('1')({ ...subject, did: '' }).replace('"did":"",', ''),
  'empty-handle': (subject) => identity(subject, '', 'active'),
  'unknown-status': (subject) => identity(subject, 'someone.test', 'napping'),
  'float': withField('1.5'),
  'large-integer': withField('9007199254740993'),
  'prototype-key': withField('{"__proto__":{"admin":true}}'),
  'invalid-link': withField('{"$link":"bafy-no-cid"}'),
  'invalid-bytes': withField('{"$bytes":"%%%%"}'),
  'invalid-blob': withField(
    `{"$type":"blob","ref":{"$link":"${CID}"},"mimeType":"image/png","size":"huge"}`
  ),
  'nul': withField(String.raw`"\u0000"`),
  'lone-surrogate': withField(String.raw`"\ud83e"`),
  'deep': withField(`${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`),
  'empty-maps': withField(() => `[${Array(MIB).fill('{}').join()}]`),
  'large-bytes': withField(() => `{"$bytes":"${'A'.repeat((MIB * 4) / 3)}"}`),
  'oversize': withField(() => `"${'x'.repeat(101 * MIB)}"`),
}

/** All kinds of hostile events, for tests that try each of them. */
export const hostileKinds = Object.keys(BUILDERS) as readonly HostileKind[]

export function buildHostileEvent(kind: HostileKind, subject: HostileSubject): string {
  return BUILDERS[kind](subject)
}

/** An event whose record has a field `hostile` with this JSON. */
function withField(json: string | (() => string)): Build {
  return ({ id, did, live, collection, record }) => {
    const head = { live, did, rev: revOf(id), collection, rkey: `hostile-${id}`, action: 'create' }
    const value = JSON.stringify({ $type: collection, ...record })
    const field = `"hostile":${typeof json === 'string' ? json : json()}`
    return (
      `{"id":${id},"type":"record","record":${JSON.stringify(head).slice(0, -1)},` +
      `"record":${value.slice(0, -1)},${field}},"cid":"${CID}"}}`
    )
  }
}

function identity({ id, did }: HostileSubject, handle: string, status: string): string {
  return JSON.stringify({
    id,
    type: 'identity',
    identity: { did, handle, is_active: true, status },
  })
}

/** A TID that grows with the ID. */
function revOf(id: number): string {
  return `3zz${id.toString(16).padStart(10, '2').replaceAll(/[01]/g, '2').replaceAll(/[89]/g, 'z')}`
}
