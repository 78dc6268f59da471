/**
 * Errors of a database or a network that are not caused by the event: refused or lost connections,
 * locks, deadlocks, a full disk, a server that starts or stops, a migration that has not run.
 */
const CODES =
  /^(E(_TAP_MISSING_TABLE|CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|NOSPC|ROFS|MFILE)|SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL)\w*|08\w{3}|40001|40P01|53\w{3}|55P03|57P0[1-5]|PROTOCOL_CONNECTION_LOST|ER_(LOCK_(DEADLOCK|WAIT_TIMEOUT)|CON_COUNT_ERROR|SERVER_SHUTDOWN|DISK_FULL|RECORD_FILE_FULL|OPTION_PREVENTS_STATEMENT)|UND_ERR_(CONNECT_TIMEOUT|SOCKET))$/

const NAMES = new Set(['KnexTimeoutError'])

/** Errors wrap others, and a wrapper may wrap itself. */
const MAX_CAUSES = 8

export function isOutage(error: unknown): boolean {
  let cause: any = error
  for (let depth = 0; depth < MAX_CAUSES && cause instanceof Error; depth++) {
    const { code, name, errors } = cause as { code?: unknown; name: string; errors?: unknown[] }
    if ((typeof code === 'string' && CODES.test(code)) || NAMES.has(name)) return true
    cause = cause.cause ?? errors?.[0]
  }
  return false
}
