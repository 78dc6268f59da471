import { args, flags } from '@adonisjs/core/ace'
import type { DeadLetterSummary } from '../src/dead_letter.js'
import {
  countOf,
  DeadLetterCommand,
  subjectOf,
  UsageError,
} from '../src/dead_letter_service/command.js'
import type { DeadLetters } from '../src/dead_letter_service/dead_letters.js'
import { firstLine, formatFrame, printable } from '../src/dead_letter_service/printable.js'

const ERROR_WIDTH = 80

export default class TapFailed extends DeadLetterCommand {
  static commandName = 'tap:failed'
  static description = 'List the events that were set aside, or show one'
  static help = [
    'List them:     {{ binaryName }} tap:failed --reason=failed',
    'Show one:      {{ binaryName }} tap:failed 12',
    'For programs:  {{ binaryName }} tap:failed --json',
  ]

  @args.string({ description: 'Show one letter, with the frame from the server', required: false })
  declare id?: string

  @flags.number({ description: 'How many to list', default: 20 })
  declare limit: number

  @flags.number({ description: 'List those after this id', default: 0 })
  declare after: number

  @flags.boolean({ description: 'Print JSON' })
  declare json?: boolean

  async perform(letters: DeadLetters) {
    if (this.id !== undefined) return this.#show(letters, this.toId(this.id))
    if (!Number.isSafeInteger(this.limit) || this.limit < 1) {
      throw new UsageError('--limit must be a whole number above 0')
    }
    const filter = this.filter()
    const page = await letters.list(filter, { limit: this.limit, after: this.after })
    if (this.json) return this.logger.log(JSON.stringify(page, null, 2))

    const counts = await letters.count(filter)
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    if (total === 0) return this.logger.log('There are no dead letters')
    this.#printTable(page)
    this.#printCounts(counts, total)
    if (page.length === this.limit && page.length < total) {
      this.logger.log(`For the next ones, use --after=${page.at(-1)!.id}`)
    }
  }

  #printTable(page: DeadLetterSummary[]) {
    const table = this.ui.table().head(['ID', 'Reason', 'Set aside', 'Event', 'Error'])
    for (const letter of page) {
      table.row([
        String(letter.id),
        letter.reason,
        timeOf(letter.parkedAt),
        subjectOf(letter),
        firstLine(letter.error, ERROR_WIDTH),
      ])
    }
    table.render()
  }

  #printCounts(counts: Awaited<ReturnType<DeadLetters['count']>>, total: number) {
    this.logger.log(countOf(total))
    for (const { reason, kind, collection, count } of counts) {
      const name = collection ?? (kind === 'identity' ? 'identity' : 'unknown')
      this.logger.log(`  ${count} ${reason}: ${firstLine(name, 320)}`)
    }
  }

  async #show(letters: DeadLetters, id: number) {
    const letter = await letters.find(id)
    if (!letter) throw new UsageError(`There is no dead letter ${id}`)
    if (this.json) return this.logger.log(JSON.stringify(letter, null, 2))

    const { frame, bytes } = letter
    this.logger.log(`Dead letter ${id}: ${subjectOf(letter)}`)
    this.logger.log(`  reason     ${letter.reason}, after ${letter.attempts} attempts`)
    this.logger.log(`  change     ${letter.action ?? '–'}, revision ${letter.rev ?? '–'}`)
    this.logger.log(`  arrived    ${timeOf(letter.firstSeenAt)}`)
    this.logger.log(`  set aside  ${timeOf(letter.parkedAt)}`)
    this.logger.log(`\n${printable(letter.error)}\n`)
    this.logger.log(frame === null ? `${bytes} bytes, too large to keep` : formatFrame(frame))
  }
}

function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
