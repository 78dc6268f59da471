import { InvalidFaultError } from '../errors.js'
import { captureReply } from './reply.js'
import type { Effect } from './request_fault.js'

/** The server handles the request, and the reply is lost. */
export const loseReply: Effect = (exchange, next, fault) => {
  captureReply(exchange.response, (reply) => {
    // An error, such as the request for a DPoP nonce, has changed nothing.
    const isDone = reply.status < 300
    if (isDone && fault.hit()) exchange.cut()
    else reply.send()
  })
  next()
}

/** The server does not get the request, and the connection stays open. */
export const staySilent: Effect = (exchange, next, fault) => {
  if (!fault.hit()) return next()
  fault.atEnd(() => exchange.cut())
}

/** The server gets the request when the fault ends. */
export const hold: Effect = (_, next, fault) => {
  if (!fault.hit()) return next()
  fault.atEnd(next)
}

/** The server gets the request later, whether or not the client still waits. */
export function delay(ms: number): Effect {
  if (!(ms >= 0 && ms < 2 ** 31)) {
    throw new InvalidFaultError(`the delay must be 0 or more milliseconds, not ${ms}`)
  }
  return (_, next, fault) => {
    if (!fault.hit()) return next()
    let isPending = true
    const proceed = () => {
      clearTimeout(timer)
      if (isPending) next()
      isPending = false
    }
    const timer = setTimeout(proceed, ms)
    fault.atEnd(proceed)
  }
}

/** The server does not get the request. This reply is sent instead. */
export function replyWith(
  status: number,
  body: unknown,
  headers: Record<string, string> = {}
): Effect {
  return (exchange, next, fault) => {
    if (!fault.hit()) return next()
    exchange.request.resume()
    exchange.send(status, body, headers)
  }
}

/** The server's JSON is sent as `change` returns it. */
export function rewriteJson(change: (json: string) => string): Effect {
  return ({ request, response }, next, fault) => {
    if (!fault.hit()) return next()
    delete request.headers['accept-encoding']
    captureReply(response, (reply) => {
      const json = reply.body.toString()
      reply.send(json.startsWith('{') ? Buffer.from(change(json)) : undefined)
    })
    next()
  }
}

export function watch(statuses: number[]): Effect {
  return ({ response }, next, fault) => {
    if (!fault.hit()) return next()
    response.once('close', () => statuses.push(response.statusCode))
    next()
  }
}
