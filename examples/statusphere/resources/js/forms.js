/**
 * A form that was sent says so and can't be sent twice: the answer may take as long as somebody
 * else's server does.
 */
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.getAttribute('aria-busy') === 'true') return event.preventDefault()

  form.setAttribute('aria-busy', 'true')
  event.submitter?.setAttribute('data-chosen', '')
  if (form.dataset.busyText && event.submitter) event.submitter.textContent = form.dataset.busyText
})

/**
 * Coming back with the browser's own button finds the page as it was left.
 */
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
