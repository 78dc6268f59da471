import { openAsBlob } from 'node:fs'
import { RuntimeException } from '@adonisjs/core/exceptions'

/** A file of a form, as `request.file()` returns it. */
interface UploadedFile {
  tmpPath?: string
  filePath?: string
  isValid?: boolean
  headers?: Record<string, string>
}

export type Uploadable = Blob | Uint8Array | ReadableStream<Uint8Array> | UploadedFile

interface Upload {
  body: Blob | Uint8Array | ReadableStream<Uint8Array>
  encoding?: `${string}/${string}`
}

const isMimeType = (type: string | undefined): type is `${string}/${string}` =>
  type !== undefined && /^[^/\s]+\/[^/\s]+$/.test(type)

/**
 * Returns the body and type of an upload. A file is read from the disk while it is sent.
 */
export async function prepareUpload(file: Uploadable, type?: string): Promise<Upload> {
  if (file instanceof Uint8Array || file instanceof ReadableStream) {
    return { body: file, encoding: isMimeType(type) ? type : undefined }
  }
  if (file instanceof Blob) {
    const encoding = type ?? file.type
    return { body: file, encoding: isMimeType(encoding) ? encoding : undefined }
  }
  const path = file.filePath ?? file.tmpPath
  if (!path || file.isValid === false) {
    throw new RuntimeException('This file was not received, or is not valid. Validate it first')
  }
  const encoding = type ?? file.headers?.['content-type']
  return { body: await openAsBlob(path), encoding: isMimeType(encoding) ? encoding : undefined }
}
