import { defineConfig } from '@adonisjs/core/bodyparser'

export default defineConfig({
  form: { convertEmptyStringsToNull: true, types: ['application/x-www-form-urlencoded'] },
  json: { convertEmptyStringsToNull: true, types: ['application/json'] },
})
