/** What a handler does with each event. */
export type Work =
  | { kind: 'nothing' }
  | { kind: 'wait'; ms: number }
  /** One wait for each batch of up to `size` events, where the client has batches. */
  | { kind: 'batch'; ms: number; size: number }

/** The settings of a consumer of this bench. */
export interface TapSettings {
  url: string
  expected: number
  work: Work
  /** Check records by the lexicon of the collection. */
  checked?: boolean
  concurrency?: number
}

/** How the guide starts a worker. The official client runs as its own docs start it: without. */
export const WORKER = { nodeOptions: ['--max-semi-space-size=8'] }

export function readSettings(): TapSettings {
  return JSON.parse(process.argv[2]!)
}
