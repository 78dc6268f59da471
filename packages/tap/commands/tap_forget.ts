import { args, flags } from '@adonisjs/core/ace'
import { countOf, DeadLetterCommand, UsageError } from '../src/dead_letter_service/command.js'
import type { DeadLetters } from '../src/dead_letter_service/dead_letters.js'

const DAY = 24 * 60 * 60 * 1000

export default class TapForget extends DeadLetterCommand {
  static commandName = 'tap:forget'
  static description = 'Delete dead letters permanently'
  static help = [
    'Some:              {{ binaryName }} tap:forget 12 15',
    'By age and reason: {{ binaryName }} tap:forget --reason=invalid --older-than=30',
    'All of them:       {{ binaryName }} tap:forget --all',
    '',
    'Use --force if nobody can confirm, for example in a scheduled job.',
  ]

  @args.spread({ description: 'Ids of "node ace tap:failed"', required: false })
  declare ids?: string[]

  @flags.boolean({ description: 'Delete all of them' })
  declare all?: boolean

  @flags.number({ description: 'Only those set aside more than so many days ago' })
  declare olderThan?: number

  @flags.boolean({ description: 'Delete without asking', alias: 'f' })
  declare force?: boolean

  async perform(letters: DeadLetters) {
    const selection = this.selection(this.ids, this.all)
    if (this.olderThan !== undefined && (!(this.olderThan >= 0) || Array.isArray(selection))) {
      throw new UsageError("--older-than takes a number of days, and can't be combined with ids")
    }
    if (!this.force && !(await this.#isConfirmed(letters, selection))) return

    const parkedBefore =
      this.olderThan === undefined ? undefined : new Date(Date.now() - this.olderThan * DAY)
    const deleted = await letters.forget(selection, { parkedBefore })
    this.logger.log(`${countOf(deleted)} deleted`)
  }

  async #isConfirmed(letters: DeadLetters, selection: number[] | object) {
    if (Array.isArray(selection)) return true
    if (!process.stdin.isTTY) {
      throw new UsageError('There is no terminal to confirm the deletion. Use --force')
    }
    const counts = await letters.count(selection)
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    const which = this.olderThan === undefined ? '' : `those older than ${this.olderThan} days of `
    return this.prompt.confirm(`Delete ${which}${countOf(total)}? This cannot be undone`)
  }
}
