/**
 * An error response of an XRPC method.
 */
export class FakeXrpcError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    message: string
  ) {
    super(message)
  }

  toResponse(): Response {
    const { status, error, message } = this
    return Response.json({ error, message }, { status })
  }
}
