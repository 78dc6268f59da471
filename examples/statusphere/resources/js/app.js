import './clock.js'
import './forms.js'
import './live.js'
