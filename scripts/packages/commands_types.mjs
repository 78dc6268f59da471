import { writeFileSync } from 'node:fs'

// The types that adonis-kit writes beside its index of commands name `@adonisjs/ace`, which an app
// has through core only, and a `Command` that is not in there.
writeFileSync(
  'build/commands/main.d.ts',
  `import type { BaseCommand } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'

export function getMetaData(): Promise<CommandMetaData[]>
export function getCommand(metaData: CommandMetaData): Promise<typeof BaseCommand | null>
`
)
