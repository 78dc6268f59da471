import { defineConfig } from '@adonisjs/core/bodyparser'

/**
 * The forms are small, and what is rejected is kept in the session until the next page.
 */
const limit = '16kb'

export default defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],

  form: {
    convertEmptyStringsToNull: true,
    limit,
    types: ['application/x-www-form-urlencoded'],
  },

  json: {
    convertEmptyStringsToNull: true,
    limit,
    types: ['application/json'],
  },

  /**
   * The app has no file uploads.
   */
  multipart: {
    autoProcess: false,
    types: [],
  },
})
