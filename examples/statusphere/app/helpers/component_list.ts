/** The part of Edge's loader that lists the files of components. */
interface ComponentLoader {
  listComponents(): unknown[]
}

/**
 * Edge reads the folder of the components from the disk with each request. They change in
 * development only.
 */
export function listComponentsOnce(loader: ComponentLoader): void {
  const components = loader.listComponents()
  loader.listComponents = () => components
}
