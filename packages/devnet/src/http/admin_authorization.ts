/** The `authorization` header of an administrator, of the PDS and of Tap alike. */
export function adminAuthorization(password: string): string {
  return `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
}
