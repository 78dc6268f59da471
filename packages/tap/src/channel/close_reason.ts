/**
 * Why there is no connection. It is logged when it changes.
 */
export interface CloseReason {
  kind: 'closed' | 'refused' | 'unauthorized' | 'unreachable' | 'silent' | 'oversize'
  text: string
  /** How to fix it, if that is known. */
  help?: string
}

export function describeResponse(status: number): CloseReason {
  if (status === 401) {
    return {
      kind: 'unauthorized',
      text: 'the server rejected the admin password (401)',
      help: "set TAP_ADMIN_PASSWORD in .env to the server's own",
    }
  }
  if (status === 400) {
    return {
      kind: 'refused',
      text: 'the server rejected the WebSocket upgrade (400)',
      help: 'a Tap server with TAP_WEBHOOK_URL has no channel; start it without that variable',
    }
  }
  if (status === 404) {
    return {
      kind: 'refused',
      text: 'there is no /channel at this address (404)',
      help: 'set TAP_URL in .env to the address of a Tap server',
    }
  }
  return { kind: 'refused', text: `the server responded with status ${status}` }
}

export function describeError(error: Error & { code?: string }, maxPayload: number): CloseReason {
  if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return {
      kind: 'oversize',
      text: `the server sent a frame over ${maxPayload} bytes`,
      help: 'it will send it again; find the repo with this record and stop following it with tap.removeRepos()',
    }
  }
  if (error.code?.startsWith('WS_ERR_')) {
    return { kind: 'closed', text: `the server broke the WebSocket protocol (${error.message})` }
  }
  return {
    kind: 'unreachable',
    text: error.code ?? error.message,
    help: 'start the Tap server (in development, run "npx atproto-devnet"), or correct TAP_URL in .env',
  }
}
