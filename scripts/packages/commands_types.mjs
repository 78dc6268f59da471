import { writeFileSync } from 'node:fs'

// adonis-kit generates types that import `@adonisjs/ace`, which apps only have through core, and a
// `Command` that it does not export.
writeFileSync(
  'build/commands/main.d.ts',
  `import type { BaseCommand } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'

export function getMetaData(): Promise<CommandMetaData[]>
export function getCommand(metaData: CommandMetaData): Promise<typeof BaseCommand | null>
`
)
