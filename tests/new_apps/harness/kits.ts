import { type Edit, FOR_VUE, INERTIA, SESSIONS_IN_API, USERS } from './kit_edits.js'
import type { Major } from './manifest.js'
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
  edits?: Edit[]
}

const SESSIONS: OfficialPackage[] = ['edge', 'vine', 'session', 'shield', 'static']

export const KITS: Kit[] = [
  {
    name: 'hypermedia',
    major: 7,
    has: [...SESSIONS, 'lucid', 'users'],
    skeletons: ['kit-edge'],
    styles: ['resources/css/app.css', 'public/app.css'],
    page: 'html',
    hasUsers: true,
    isTimed: true,
    edits: USERS,
  },
  {
    name: 'react',
    major: 7,
    has: [...SESSIONS, 'lucid', 'users', 'inertia', 'react'],
    skeletons: ['adonis-7-transformers', 'adonis-7-inertia', 'adonis-7-react'],
    styles: ['inertia/css/app.css'],
    page: 'react',
    hasUsers: true,
    edits: [...USERS, ...INERTIA],
  },
  {
    name: 'vue',
    major: 7,
    has: [...SESSIONS, 'lucid', 'users', 'inertia', 'vue'],
    skeletons: ['adonis-7-transformers', 'adonis-7-inertia', 'adonis-7-vue'],
    styles: ['inertia/css/app.css'],
    page: 'vue',
    hasUsers: true,
    edits: [...USERS, ...INERTIA, ...FOR_VUE],
  },
  {
    name: 'api',
    major: 7,
    has: ['vine', 'cors', 'session', 'shield', 'lucid', 'tokens'],
    skeletons: ['adonis-7-transformers', 'adonis-7-api'],
    page: 'none',
    hasUsers: true,
    edits: [...USERS, ...SESSIONS_IN_API],
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
