/**
 * The limits of one frame. The largest record of the protocol, 1 MiB of CBOR, can be 6 MiB of JSON.
 * 1 MiB of empty maps takes 68 MB when it is parsed, so a limit of bytes is not enough.
 */
export interface FrameLimits {
  bytes: number
  depth: number
  values: number
}

/**
 * What is read from a frame before it is parsed: its repo and its route. The values are not
 * validated. Values that could not be read are missing.
 */
export interface FrameHead {
  /** As text, because an id above 2^53 does not fit into a number. */
  id?: string
  type?: 'record' | 'identity'
  did?: string
  live?: boolean
  rev?: string
  collection?: string
  rkey?: string
  action?: 'create' | 'update' | 'delete'
  status?: string
}
