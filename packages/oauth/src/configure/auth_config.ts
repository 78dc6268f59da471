import { readFile } from 'node:fs/promises'
import type Configure from '@adonisjs/core/commands/configure'

type Codemods = Awaited<ReturnType<Configure['createCodemods']>>

/**
 * The name of the guard that signs accounts in, existing or added. Null when `config/auth.ts` has
 * a shape that can't be edited safely.
 */
export type GuardName = string | null

const PROVIDER_MODULE = 'adonisjs-atproto-oauth/user_provider'

/** Printed when the file can't be edited. */
export const GUARD_SNIPPET = `import { atprotoUserProvider } from '${PROVIDER_MODULE}'

guards: {
  atproto: sessionGuard({
    useRememberMeTokens: false,
    provider: atprotoUserProvider(),
  }),
}`

/** A name in quotes can have characters that no identifier has. */
const GUARD =
  /(?<quote>['"]?)(?<name>(?<=['"])[^'"\\\n]+|[\w$]+)\k<quote>\s*:\s*sessionGuard\(\{[^{}]*atprotoUserProvider\(/

/**
 * The name of the guard in `config/auth.ts` that signs accounts in, without an edit.
 */
export async function findGuard(path: string): Promise<GuardName> {
  const text = await readFile(path, 'utf-8').catch(() => '')
  if (!text.includes(PROVIDER_MODULE)) return null
  return GUARD.exec(text)?.groups!.name ?? null
}

/**
 * Adds a guard to `config/auth.ts`. The default guard and the existing ones stay as they are.
 */
export async function addGuard(codemods: Codemods, path: string): Promise<GuardName> {
  const project = await codemods.getTsMorphProject()
  const file = project?.getSourceFile(path)
  const guards: any = file
    ?.getDescendants()
    .filter((node) => node.getKindName() === 'CallExpression')
    .filter((call: any) => call.getExpression().getText() === 'defineConfig')
    .map((call: any) => call.getArguments()[0]?.getProperty?.('guards')?.getInitializer?.())
    .find((node) => node?.getKindName() === 'ObjectLiteralExpression')
  if (!file || !guards) {
    return null
  }

  const existing = guards
    .getProperties()
    .find((property: any) => property.getText().includes('atprotoUserProvider'))
  if (existing) {
    // Another package's provider may have the same name.
    return file.getImportDeclaration(PROVIDER_MODULE) ? existing.getName() : null
  }
  if (guards.getProperty('atproto')) {
    return null
  }

  addImport(file, '@adonisjs/auth/session', 'sessionGuard')
  addImport(file, PROVIDER_MODULE, 'atprotoUserProvider')
  guards.addPropertyAssignment({
    name: 'atproto',
    initializer:
      'sessionGuard({\n  useRememberMeTokens: false,\n  provider: atprotoUserProvider(),\n})',
  })
  file.formatText({ indentSize: 2, convertTabsToSpaces: true, semicolons: 'remove' as any })
  await file.save()
  return 'atproto'
}

function addImport(file: any, module: string, name: string) {
  const declaration = file
    .getImportDeclarations()
    .find((node: any) => node.getModuleSpecifierValue() === module && !node.isTypeOnly())
  if (!declaration) {
    file.addImportDeclaration({ moduleSpecifier: module, namedImports: [name] })
  } else if (!declaration.getNamedImports().some((node: any) => node.getName() === name)) {
    declaration.addNamedImport(name)
  }
}
