import { timingSafeEqual, createHash } from 'node:crypto'

/** Whether an `Authorization` header carries `admin:PASSWORD`. Without a password, everyone may pass. */
export function isAuthorized(header: string | undefined, password: string | undefined): boolean {
  if (!password) return true

  const encoded = /^basic (.*)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return false

  const [user, ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  return user === 'admin' && rest.length > 0 && isEqual(rest.join(':'), password)
}

export function basicAuthorization(password: string): string {
  return `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
}

/** Compares digests, so that neither the length nor the first wrong letter can be timed. */
function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
