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
  /**
   * Resolves when a restart would continue after this sequence number. The embedded server saves it
   * together with the events.
   */
  cursorSaved?: (seq: number) => Promise<void>
  /** Ends it as an operator would, or with kill -9. */
  end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<unknown>
}
