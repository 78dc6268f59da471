import { Idiomorph } from 'idiomorph'
import { addOwnControls } from './own_status.js'

/**
 * Changes the elements that come from this URL to what the server has rendered now.
 */
export function morph(url, html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html')
  addOwnControls(fresh)

  for (const element of document.querySelectorAll('[data-live]')) {
    if (element.dataset.live !== url) continue
    const replacement = fresh.getElementById(element.id)
    if (replacement) Idiomorph.morph(element, replacement, { callbacks })
    if (replacement?.dataset.emoji !== undefined) press(replacement.dataset.emoji)
  }
}

/**
 * Keep forms that are being submitted, and error messages.
 */
const callbacks = {
  beforeNodeMorphed: (node) => !matches(node, '[aria-busy="true"]'),
  beforeNodeRemoved: (node) => !matches(node, '.error'),
}

function matches(node, selector) {
  return node instanceof Element && node.matches(selector)
}

/** Marks the current emoji in the picker. A status that was awaited is there. */
function press(emoji) {
  document.querySelector('[data-pending]')?.remove()
  for (const button of document.querySelectorAll('[name="emoji"]')) {
    button.setAttribute('aria-pressed', String(button.value === emoji))
  }
}
