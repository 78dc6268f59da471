/** An answer with this status and `{"message": …}`, as the real server's framework words it. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string
  ) {
    super(message)
  }
}
