import {
  type DidCache,
  type DidMethod,
  DidPlcMethod,
  type DidResolver,
  DidResolverCached,
  DidResolverCommon,
} from '@atproto/oauth-client-node'

interface Options {
  plcUrl?: string
  allowHttp: boolean
  /** For the PLC directory. */
  operatorFetch: typeof globalThis.fetch
  /** For `did:web`, whose hosts anyone can choose. */
  fetch: typeof globalThis.fetch
  cache: DidCache
}

/** The library's resolver, with a separate fetch for the PLC directory of the config. */
class OperatedDidResolver extends DidResolverCommon {
  constructor({ plcUrl, allowHttp, operatorFetch, fetch }: Options) {
    super({ fetch, allowHttp })
    const plc = new DidPlcMethod({ fetch: operatorFetch, plcDirectoryUrl: plcUrl })
    // The map has one type for all methods; the key says which DIDs this one gets.
    this.methods.set('plc', plc as DidMethod<'plc' | 'web'>)
  }
}

export function createDidResolver(options: Options): DidResolver<'plc' | 'web'> {
  return new DidResolverCached(new OperatedDidResolver(options), options.cache)
}
