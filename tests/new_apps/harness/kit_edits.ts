/** The path of a file, a part of it, and what takes its place. */
export type Edit = [path: string, from: string, to: string]

const imports = (path: string, line: string): Edit => [path, 'import ', `${line}\nimport `]

/** Adds an entry to a list, after another one. */
const entry = (path: string, before: string, added: string): Edit => {
  return [path, before, `${before},\n${added}`]
}

/** The kits of version 7 show initials, and know on every page who is signed in. */
export const USERS: Edit[] = [
  [
    'app/models/user.ts',
    'withAuthFinder(hash)) {',
    `withAuthFinder(hash)) {
      get initials() {
        return (this.fullName ?? this.email).slice(0, 2).toUpperCase()
      }`,
  ],
  entry(
    'start/kernel.ts',
    "() => import('@adonisjs/auth/initialize_auth_middleware')",
    "() => import('#middleware/silent_auth_middleware')"
  ),
]

/** In kits with a separate client, types are generated for it. */
const TYPES: Edit[] = [
  imports('adonisrc.ts', "import { generateRegistry } from '@tuyau/core/hooks'"),
  [
    'adonisrc.ts',
    'indexEntities()',
    'indexEntities({ transformers: { enabled: true } }), generateRegistry()',
  ],
]

/** On AdonisJS 7 the package has no `configure` command: it comes with the kits only. */
export const INERTIA: Edit[] = [
  ...TYPES,
  imports('adonisrc.ts', "import { indexPages } from '@adonisjs/inertia'"),
  ['adonisrc.ts', '{ enabled: true } })', '{ enabled: true, withSharedProps: true } })'],
  ['adonisrc.ts', 'generateRegistry()', "indexPages({ framework: 'react' }), generateRegistry()"],
  entry(
    'adonisrc.ts',
    "() => import('@adonisjs/vite/vite_provider')",
    "() => import('@adonisjs/inertia/inertia_provider')"
  ),
  entry(
    'start/kernel.ts',
    "() => import('@adonisjs/vite/vite_middleware')",
    "() => import('#middleware/inertia_middleware')"
  ),
]

/** The skeleton of Inertia is for React. */
export const FOR_VUE: Edit[] = [
  ['adonisrc.ts', "framework: 'react'", "framework: 'vue3'"],
  ['vite.config.ts', '@vitejs/plugin-react', '@vitejs/plugin-vue'],
  ['vite.config.ts', 'inertia/app.tsx', 'inertia/app.ts'],
  ['resources/views/inertia_layout.edge', '    @viteReactRefresh()\n', ''],
  ['resources/views/inertia_layout.edge', 'inertia/app.tsx', 'inertia/app.ts'],
]

/** The API has a session guard, too, and its frontend sends no CSRF tokens. */
export const SESSIONS_IN_API: Edit[] = [
  ...TYPES,
  imports(
    'config/auth.ts',
    "import { sessionGuard, sessionUserProvider } from '@adonisjs/auth/session'"
  ),
  [
    'config/auth.ts',
    'guards: {',
    `guards: {
      web: sessionGuard({
        useRememberMeTokens: false,
        provider: sessionUserProvider({ model: () => import('#models/user') }),
      }),`,
  ],
  [
    'start/kernel.ts',
    'server.use([',
    "server.use([() => import('#middleware/force_json_response_middleware'),",
  ],
  ['config/shield.ts', 'enabled: true,', 'enabled: false,'],
]
