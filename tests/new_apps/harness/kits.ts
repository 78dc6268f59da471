import type { AppFiles } from '@tests/support/app_files'
import type { Major } from './majors.js'
import type { OfficialPackage } from './official_packages.js'
import type { SignInWay } from './visitor.js'

/** An official starter kit. */
export interface Kit {
  name: string
  major: Major
  /** The official packages that it has. */
  has: OfficialPackage[]
  /** The folders of `skeletons/` with what it has of its own; later ones overwrite earlier ones. */
  skeletons: string[]
  /** Where it has its styles. One that needs no build is where browsers find it. */
  styles?: string[]
  /** How users of ours sign in: on a page of HTML or of an Inertia adapter, or without a page. */
  page: SignInWay
  /** Whether it signs in users of its own with a session. */
  hasUsers?: boolean
  /**
   * Whether the suite waits for what its users wait for, and takes the time. In the other kits,
   * commands load TypeScript without a second thread, codemods edit files without reading the types
   * of all packages, and the native compiler checks them.
   */
  isTimed?: boolean
  /** What is edited after the official packages are configured. */
  finish?(app: AppFiles): Promise<void>
}

const SESSIONS: OfficialPackage[] = ['edge', 'vine', 'session', 'shield', 'static']

export const KITS: Kit[] = [
  {
    name: 'hypermedia',
    major: 7,
    has: [...SESSIONS, 'lucid', 'users'],
    skeletons: ['kit-edge', 'adonis-7-users'],
    styles: ['resources/css/app.css', 'public/app.css'],
    page: 'html',
    hasUsers: true,
    isTimed: true,
    finish: authenticateSilently,
  },
  {
    name: 'react',
    major: 7,
    has: [...SESSIONS, 'lucid', 'users', 'inertia', 'react'],
    skeletons: ['adonis-7-users', 'adonis-7-inertia', 'adonis-7-react'],
    styles: ['inertia/css/app.css'],
    page: 'react',
    hasUsers: true,
    finish: authenticateSilently,
  },
  {
    name: 'vue',
    major: 7,
    has: [...SESSIONS, 'lucid', 'users', 'inertia', 'vue'],
    skeletons: ['adonis-7-users', 'adonis-7-inertia', 'adonis-7-vue'],
    styles: ['inertia/css/app.css'],
    page: 'vue',
    hasUsers: true,
    async finish(app) {
      await authenticateSilently(app)
      await app.edit('adonisrc.ts', "framework: 'react'", "framework: 'vue3'")
    },
  },
  {
    name: 'api',
    major: 7,
    has: ['vine', 'cors', 'session', 'shield', 'lucid', 'tokens'],
    skeletons: ['adonis-7-users', 'adonis-7-api'],
    page: 'none',
    hasUsers: true,
    async finish(app) {
      await authenticateSilently(app)
      await app.edit(
        'start/kernel.ts',
        'server.use([',
        "server.use([\n  () => import('#middleware/force_json_response_middleware'),"
      )
      await app.edit('config/shield.ts', 'enabled: true,', 'enabled: false,')
    },
  },
  {
    name: 'web-6',
    major: 6,
    has: [...SESSIONS, 'lucid'],
    skeletons: [],
    page: 'html',
    isTimed: true,
  },
  {
    name: 'api-6',
    major: 6,
    has: ['vine', 'cors', 'lucid', 'tokens'],
    skeletons: [],
    page: 'none',
  },
  {
    name: 'inertia-6',
    major: 6,
    has: [...SESSIONS, 'lucid', 'users', 'inertia', 'react'],
    skeletons: ['adonis-6-inertia'],
    page: 'react',
    hasUsers: true,
  },
]

/** As the kits of version 7 do: whoever is signed in is known on every page. */
async function authenticateSilently(app: AppFiles): Promise<void> {
  const initialize = "() => import('@adonisjs/auth/initialize_auth_middleware')"
  const silently = "() => import('#middleware/silent_auth_middleware')"
  await app.edit('start/kernel.ts', initialize, `${initialize},\n  ${silently}`)
}
