import './css/app.css'
import Layout from '~/layouts/default'
import { type Data } from '@generated/data'
import { createInertiaApp } from '@inertiajs/react'
import { resolvePageComponent } from '@adonisjs/inertia/helpers'
import { type ReactElement } from 'react'
import { createRoot } from 'react-dom/client'

createInertiaApp({
  resolve: (name) =>
    resolvePageComponent(
      `./pages/${name}.tsx`,
      import.meta.glob('./pages/**/*.tsx'),
      (page: ReactElement<Data.SharedProps>) => <Layout children={page} />
    ) as Promise<never>,
  setup({ el, App, props }) {
    createRoot(el!).render(<App {...props} />)
  },
})
