import './clock.js'
import './forms.js'
import './live.js'
import './time_zone.js'
