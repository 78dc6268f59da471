import { args, flags } from '@adonisjs/core/ace'
import { DeadLetterCommand, subjectOf } from '../src/dead_letter_service/command.js'
import type { DeadLetters } from '../src/dead_letter_service/dead_letters.js'
import { firstLine } from '../src/dead_letter_service/printable.js'

const ERROR_WIDTH = 200

/** The exit code when letters have failed again. */
const EXIT_SOME_FAILED = 2

export default class TapRetry extends DeadLetterCommand {
  static commandName = 'tap:retry'
  static description = 'Handle dead letters again'
  static help = [
    'Some:              {{ binaryName }} tap:retry 12 15',
    'A collection:      {{ binaryName }} tap:retry --collection=xyz.statusphere.status',
    'All of them:       {{ binaryName }} tap:retry --all',
    '',
    'Each letter is handled once, in order for each account, and deleted if it succeeds.',
    'Exit codes: 0 if all succeeded, 1 if they could not be retried, 2 if some failed again.',
  ]

  @args.spread({ description: 'Ids of "node ace tap:failed"', required: false })
  declare ids?: string[]

  @flags.boolean({ description: 'Retry all of them' })
  declare all?: boolean

  async perform(letters: DeadLetters) {
    const selection = this.selection(this.ids, this.all)
    const failed: number[] = []
    const { done, parked } = await letters.retry(selection, {
      onResult: ({ id }, result) => void (result === 'parked' && failed.push(id)),
    })
    for (const id of failed) {
      const letter = await letters.find(id)
      if (!letter) continue
      this.logger.error(`${id} ${subjectOf(letter)}: ${firstLine(letter.error, ERROR_WIDTH)}`)
    }
    if (done + parked === 0) return this.logger.log('There are no such dead letters')
    this.logger.log(parked ? `${done} handled, ${parked} set aside again` : `${done} handled`)
    if (parked > 0) this.exitCode = EXIT_SOME_FAILED
  }
}
