import { Transmit } from '@adonisjs/transmit-client'
import { Part } from './live/part.js'

const LABELS = { live: 'Live', lost: 'Reconnecting…' }

const badge = document.querySelector('[data-live-badge]')
const parts = [...partsOf(document).values()]

/** Live elements of a page have the URL that renders them. */
function partsOf(page) {
  const found = new Map()
  for (const { dataset } of page.querySelectorAll('[data-live]')) {
    if (!found.has(dataset.live)) found.set(dataset.live, new Part(dataset.live, dataset.liveDid))
  }
  return found
}

function show(state) {
  document.body.classList.toggle('is-listening', state === 'live')
  badge.hidden = false
  badge.dataset.state = state
  badge.textContent = LABELS[state]
}

function listen() {
  const transmit = new Transmit({
    baseUrl: location.origin,
    maxReconnectAttempts: 0,
    // Something may have changed between the rendering of the page and this moment.
    onSubscription: () => {
      show('live')
      for (const part of parts) part.announce()
    },
  })
  transmit.on('disconnected', () => show('lost'))

  const feed = transmit.subscription('feed')
  feed.onMessage(({ dids }) => {
    for (const part of parts) part.announce(dids)
  })
  feed.create()

  addEventListener('pagehide', () => transmit.close())
}

addEventListener('submit', () => {
  for (const part of parts) part.cancel()
})

if (badge) listen()
