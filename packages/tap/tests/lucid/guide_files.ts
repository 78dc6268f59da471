import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BaseSchema } from '@adonisjs/lucid/schema'
import type { LucidModel } from '@adonisjs/lucid/types/model'
import { readSection } from '@tests/support/guide_page'
import { tempFolder } from '@tests/support/temp_folder'

const PAGE = 'index-records.md'
const SECTIONS = ['Create the table', 'Write an indexer', 'Follow accounts, too']

const PACKAGE = join(import.meta.dirname, '..', '..')

/** What the files of a reader import, and where that is here. */
const IMPORTS = {
  'adonisjs-atproto-tap/lucid': pathToFileURL(join(PACKAGE, 'src', 'lucid', 'main.ts')).href,
  '#models/status': './status.ts',
}

export interface GuideFiles {
  CreateStatuses: new (...args: ConstructorParameters<typeof BaseSchema>) => BaseSchema
  Status: LucidModel
  StatusIndexer: new () => { batch(events: object[]): Promise<void> }
  AccountIndexer: new () => { handle(event: object): Promise<void> }
}

/**
 * The files that docs/index-records.md has its readers write, as they stand there.
 */
export async function loadGuideFiles(): Promise<GuideFiles> {
  const folder = await tempFolder(join(PACKAGE, 'tmp'))
  const steps = await Promise.all(SECTIONS.map((section) => readSection(PAGE, section)))
  for (const step of steps.flat()) {
    if (step.kind === 'file') await writeFile(fileIn(folder, step.path), localize(step.contents))
  }
  const load = async (path: string) => {
    const module = await import(pathToFileURL(fileIn(folder, path)).href)
    return module.default
  }
  return {
    CreateStatuses: await load('database/migrations/create_statuses_table.ts'),
    Status: await load('app/models/status.ts'),
    StatusIndexer: await load('app/indexers/status_indexer.ts'),
    AccountIndexer: await load('app/indexers/account_indexer.ts'),
  }
}

/** A migration begins with the time at which it was made. */
function fileIn(folder: string, path: string): string {
  return join(folder, basename(path).replace(/^…_/, ''))
}

function localize(text: string): string {
  return Object.entries(IMPORTS).reduce(
    (result, [from, to]) => result.replaceAll(`from '${from}'`, `from '${to}'`),
    text
  )
}
