import { Transmit } from '@adonisjs/transmit-client'
import { Idiomorph } from 'idiomorph'
import { updateTimes } from './clock.js'

const PAUSE = 250
const WORDS = { live: 'Live', lost: 'Reconnecting…' }

const badge = document.querySelector('[data-live-badge]')
let request
let timer

/**
 * Asks for the page again and changes what differs. The server's page is the only truth: what it
 * shows once is here once, however many messages said so.
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
 * The badge is this script's own, a form on its way stays as it is, and an error stays until the
 * next page.
 */
const callbacks = {
  beforeNodeMorphed: (node) => !matches(node, '[data-live-badge], [aria-busy="true"]'),
  beforeNodeRemoved: (node) => !matches(node, '.error'),
}

function matches(node, selector) {
  return node instanceof Element && node.matches(selector)
}

/**
 * A burst of messages is one refresh.
 */
function scheduleRefresh(pause = PAUSE) {
  clearTimeout(timer)
  timer = setTimeout(refresh, pause)
}

function show(state) {
  document.body.classList.toggle('is-listening', state === 'live')
  badge.hidden = false
  badge.dataset.state = state
  badge.textContent = WORDS[state]
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
 * A form's answer must not meet a refresh that was asked for before it.
 */
addEventListener('submit', () => {
  clearTimeout(timer)
  request?.abort()
})

if (badge) listen()
