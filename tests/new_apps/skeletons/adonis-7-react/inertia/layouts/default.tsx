import { type Data } from '@generated/data'
import { type ReactElement } from 'react'

export default function Layout({ children }: { children: ReactElement<Data.SharedProps> }) {
  const { flash, user } = children.props
  return (
    <>
      <header>
        <div>
          <a href="/">My app</a>
          <nav>{user ? <span>{user.initials}</span> : <a href="/login">Login</a>}</nav>
        </div>
      </header>
      <main>{children}</main>
      {flash.error && <div className="flash-container">{flash.error}</div>}
    </>
  )
}
