import { Transmit } from '@adonisjs/transmit-client'
import { Idiomorph } from 'idiomorph'
import { updateTimes } from './clock.js'

const DELAY = 250
const LABELS = { live: 'Live', lost: 'Reconnecting…' }

const badge = document.querySelector('[data-live-badge]')
let request
let timer

/**
 * Requests the page again and morphs the parts that differ. What the page shows always comes from
 * the server, so a repeated message does no harm.
 */
async function refresh() {
  request?.abort()
  request = new AbortController()

  try {
    const response = await fetch(location.href, {
      headers: { 'x-live-refresh': '1' },
      signal: request.signal,
    })
    if (!response.ok) return
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')

    for (const region of document.querySelectorAll('[data-live]')) {
      const replacement = fresh.getElementById(region.id)
      if (replacement) Idiomorph.morph(region, replacement, { callbacks })
    }
    updateTimes()
  } catch (error) {
    if (error.name !== 'AbortError') scheduleRefresh(5_000)
  }
}

/**
 * Keep the badge, which this script controls, forms that are being submitted, and error messages.
 */
const callbacks = {
  beforeNodeMorphed: (node) => !matches(node, '[data-live-badge], [aria-busy="true"]'),
  beforeNodeRemoved: (node) => !matches(node, '.error'),
}

function matches(node, selector) {
  return node instanceof Element && node.matches(selector)
}

/**
 * Turns a burst of messages into one refresh.
 */
function scheduleRefresh(delay = DELAY) {
  clearTimeout(timer)
  timer = setTimeout(refresh, delay)
}

function show(state) {
  document.body.classList.toggle('is-listening', state === 'live')
  badge.hidden = false
  badge.dataset.state = state
  badge.textContent = LABELS[state]
}

function listen() {
  let wasLost = false
  const transmit = new Transmit({
    baseUrl: location.origin,
    maxReconnectAttempts: 0,
    onSubscription: () => {
      show('live')
      if (wasLost) scheduleRefresh()
      wasLost = false
    },
  })

  transmit.on('disconnected', () => {
    wasLost = true
    show('lost')
  })

  const feed = transmit.subscription('feed')
  feed.onMessage(() => scheduleRefresh())
  feed.create()

  addEventListener('pagehide', () => transmit.close())
}

/**
 * Cancels a pending refresh: its response could be older than the response to the form.
 */
addEventListener('submit', () => {
  clearTimeout(timer)
  request?.abort()
})

if (badge) listen()
