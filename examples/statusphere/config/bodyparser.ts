import { defineConfig } from '@adonisjs/core/bodyparser'

/**
 * Forms are small, and rejected input is flashed in the session.
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
