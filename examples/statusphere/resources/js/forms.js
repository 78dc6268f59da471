/**
 * Marks a submitted form as busy and prevents a second submit: the response may take a while,
 * because it depends on the user's PDS.
 */
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.getAttribute('aria-busy') === 'true') return event.preventDefault()

  form.setAttribute('aria-busy', 'true')
  event.submitter?.setAttribute('data-chosen', '')
  if (form.dataset.busyText && event.submitter) event.submitter.textContent = form.dataset.busyText
})

/**
 * The browser's back button restores the page with its forms still busy.
 */
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
