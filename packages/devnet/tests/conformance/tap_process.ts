import type { Devnet } from '../../index.js'
import type { TapOptions } from '../../src/tap/types.js'

/** The options that both servers support. */
export type TapUnderTestOptions = Pick<
  TapOptions,
  'signalCollection' | 'collectionFilters' | 'adminPassword' | 'webhookUrl' | 'retryTimeout'
>

export interface Launch {
  devnet: Devnet
  dataDir: string
  options: TapUnderTestOptions
}

export interface TapProcess {
  url: string
  /** resolves when a restart would continue after this sequence number */
  cursorSaved: (seq: number) => Promise<void>
  /** ends it as an operator would */
  stop: () => Promise<void>
  /** kill -9 */
  kill: () => Promise<void>
}
