import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { isValidNsid } from '@atproto/syntax'
import { stubsRoot } from '../stubs/main.js'

export default class MakeIndexer extends BaseCommand {
  static commandName = 'make:indexer'
  static description = 'Create a new indexer class in app/indexers'
  static options: CommandOptions = { allowUnknownFlags: true }

  @args.string({ description: 'Name of the indexer' })
  declare name: string

  @flags.string({ description: 'NSID of the collection to index', alias: 'c' })
  declare collection?: string

  @flags.boolean({ description: 'Index accounts instead of records', alias: 'i' })
  declare identity?: boolean

  @flags.boolean({ description: 'Overwrite an existing file', alias: 'f' })
  declare force?: boolean

  async run() {
    if (this.collection !== undefined && !isValidNsid(this.collection)) {
      return this.#fail(`"${this.collection}" is not an NSID like xyz.statusphere.status`)
    }
    if (this.collection && this.identity) {
      return this.#fail('Use either --collection or --identity')
    }

    const codemods = await this.createCodemods()
    codemods.overwriteExisting = this.force === true
    const parameter = this.collection ? `<'${this.collection}'>` : ''
    const entity = this.app.generators.createEntity(this.name)
    const { destination } = await codemods.makeUsingStub(stubsRoot, 'make/indexer/main.stub', {
      flags: this.parsed.flags,
      entity,
      identity: this.identity === true,
      written: `RecordWritten${parameter}`,
      deleted: `RecordDeleted${parameter}`,
    })
    this.#printBinding(this.app.relativePath(destination))
  }

  #printBinding(file: string) {
    const load = `() => import('${file
      .replace(/^app[\\/]/, '#')
      .replaceAll('\\', '/')
      .replace(/\.ts$/, '')}')`
    const binding = this.identity
      ? `tap.identity(${load})`
      : `tap.index('${this.collection ?? 'nsid.of.collection'}', ${load})`
    this.logger.log('')
    this.logger.log(`Bind it in start/tap.ts:  ${binding}`)
  }

  #fail(message: string) {
    this.logger.error(message)
    this.exitCode = 1
  }
}
