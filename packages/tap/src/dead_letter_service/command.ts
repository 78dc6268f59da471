import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import type { DeadLetterFilter, DeadLetterReason, DeadLetterSummary } from '../dead_letter.js'
import type { DeadLetters } from './dead_letters.js'
import { firstLine } from './printable.js'

const REASONS: DeadLetterReason[] = [
  'failed',
  'timed-out',
  'invalid',
  'unreadable',
  'oversize',
  'unbound',
]

/** An error in the arguments of a command, which is printed for the user. */
export class UsageError extends Error {}

/**
 * The base of the commands for dead letters, with the flags that select letters.
 */
export abstract class DeadLetterCommand extends BaseCommand {
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: `Only those of one reason: ${REASONS.join(', ')}`, alias: 'r' })
  declare reason?: string

  @flags.string({ description: 'Only those of one collection', alias: 'c' })
  declare collection?: string

  @flags.string({ description: 'Only those of one account', alias: 'd' })
  declare did?: string

  @flags.boolean({ description: 'Only those of identity events, which have no collection' })
  declare identity?: boolean

  abstract perform(letters: DeadLetters): Promise<void>

  async run() {
    try {
      const tap = await this.app.container.make('tap')
      await this.perform(tap.deadLetters)
    } catch (error) {
      const { message, help } = error as { message: string; help?: string }
      if (!help && !(error instanceof UsageError)) throw error
      this.logger.error(help ? `${message}. ${help}` : message)
      this.exitCode = 1
    }
  }

  /** The filter of the flags; `{}` if there are none. */
  protected filter(): DeadLetterFilter {
    const { reason, collection, did, identity } = this
    if (reason !== undefined && !REASONS.includes(reason as DeadLetterReason)) {
      throw new UsageError(`Invalid --reason "${reason}". Use one of ${REASONS.join(', ')}`)
    }
    return {
      ...(reason !== undefined && { reason: reason as DeadLetterReason }),
      ...(collection !== undefined && { collection }),
      ...(did !== undefined && { did }),
      ...(identity && { kind: 'identity' as const }),
    }
  }

  /**
   * The letters that ids or flags select. Selecting all of them requires `--all`.
   */
  protected selection(ids: string[] | undefined, all: boolean | undefined) {
    const filter = this.filter()
    const kinds = [ids?.length, Object.keys(filter).length, all].filter(Boolean)
    if (kinds.length !== 1) {
      throw new UsageError(
        'Select letters by their ids, by --reason, --collection, --did or --identity, or use --all'
      )
    }
    return ids?.length ? ids.map((id) => this.toId(id)) : filter
  }

  protected toId(value: string): number {
    const id = Number(value)
    if (Number.isSafeInteger(id) && id > 0) return id
    throw new UsageError(`Invalid id "${value}". "node ace tap:failed" lists the ids`)
  }
}

/** Describes the event in one line. */
export function subjectOf({ uri, kind, did }: DeadLetterSummary): string {
  if (uri) return firstLine(uri, 200)
  if (kind === 'identity') return `identity of ${did ? firstLine(did, 200) : 'an account'}`
  return did ? firstLine(did, 200) : 'unknown'
}

export function countOf(count: number): string {
  return `${count} dead ${count === 1 ? 'letter' : 'letters'}`
}
