/**
 * What one frame may hold. The largest record of the protocol, 1 MiB of CBOR, can be 6 MiB of
 * JSON, and 1 MiB of empty maps takes 68 MB once it is parsed: bytes alone bound nothing.
 */
export interface FrameLimits {
  bytes: number
  depth: number
  values: number
}

/**
 * What has to be known of a frame before it is parsed: whose it is, and where it goes. Values come
 * from a stranger and are unchecked; what could not be read is absent.
 */
export interface FrameHead {
  /** As the server wrote it: an id above 2^53 would not survive being a number */
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
