/**
 * Adds to the visitor's own rows what only their author sees. The server renders statuses once for
 * everyone, and the page holds a template for the rest.
 *
 * @param {Document} page
 */
export function addOwnControls(page) {
  const template = document.getElementById('own-status')
  if (!template) return

  for (const row of page.querySelectorAll('[data-did]')) {
    if (row.dataset.did !== template.dataset.did) continue
    const controls = template.content.cloneNode(true)
    const form = controls.querySelector('form')
    const rkey = row.id.slice(row.id.lastIndexOf('/') + 1)
    form.setAttribute('action', form.getAttribute('action').replace('RKEY', rkey))
    row.append(controls)
  }
}
