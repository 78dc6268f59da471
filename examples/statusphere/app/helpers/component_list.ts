/** The part of Edge's loader that lists the files of components. */
interface ComponentLoader {
  listComponents(): unknown[]
}

/**
 * Edge lists the components folder on each request, but it only changes in development.
 */
export function listComponentsOnce(loader: ComponentLoader): void {
  const components = loader.listComponents()
  loader.listComponents = () => components
}
