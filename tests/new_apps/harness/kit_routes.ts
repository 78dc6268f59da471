import type { AppFiles } from '@tests/support/app_files'

/** What tells whether a user of the kit is signed in, and the kit's own sign-out. */
export async function addKitRoutes(app: AppFiles): Promise<void> {
  await app.append(
    'start/routes.ts',
    `
router.get('/kit/user', async ({ auth }) => {
  await auth.use('web').check()
  return { user: auth.use('web').user?.id ?? null }
})
router.post('/kit/logout', async ({ auth }) => {
  await auth.use('web').check()
  await auth.use('web').logout()
})
`
  )
}
