// #region client
const API = 'http://127.0.0.1:3333'

async function request(path: string, body?: object) {
  const response = await fetch(`${API}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'accept': 'application/json', 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    credentials: 'include',
  })
  const result = response.status === 204 ? null : await response.json()
  if (!response.ok) throw new Error(result.errors[0].message)
  return result
}

/** Leaves the page for the account's server, which returns to FRONTEND_URL. */
export async function signIn(handle: string) {
  const { url } = await request('/oauth/login', { input: handle })
  location.assign(url)
}

/** Call it when the page loads. */
export async function currentAccount(): Promise<{ did: string; handle?: string } | null> {
  const { account } = await request('/oauth/session')
  return account
}

export const signOut = () => request('/oauth/logout', {})
// #endregion client
