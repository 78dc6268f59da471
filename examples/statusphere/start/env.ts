/**
 * Validates the environment variables before the app boots. `.env.example` explains each of them.
 */
import { Env } from '@adonisjs/core/env'

export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  LOG_LEVEL: Env.schema.string(),
  // Of the web server: commands and workers listen to no port.
  HOST: Env.schema.string.optional({ format: 'host' }),
  PORT: Env.schema.number.optional(),
  SIGN_INS_PER_MINUTE: Env.schema.number.optional(),

  APP_KEY: Env.schema.secret(),
  APP_URL: Env.schema.string({ format: 'url', tld: false }),
  DB_PATH: Env.schema.string.optional(),
  DATABASE_URL: Env.schema.string.optional(),

  ATPROTO_PRIVATE_KEY: Env.schema.string.optional(),
  ATPROTO_PLC_URL: Env.schema.string.optional({ format: 'url', tld: false }),
  ATPROTO_HANDLE_RESOLVER: Env.schema.string.optional({ format: 'url', tld: false }),
  ATPROTO_PDS_URL: Env.schema.string.optional({ format: 'url', tld: false }),

  TAP_URL: Env.schema.string({ format: 'url', tld: false }),
  TAP_ADMIN_PASSWORD: Env.schema.string.optional(),
  TAP_LISTEN: Env.schema.boolean.optional(),
})
