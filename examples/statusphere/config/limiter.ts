import { defineConfig, stores } from '@adonisjs/limiter'

/**
 * Each process counts separately. With several machines, use Redis or the database.
 */
const limiterConfig = defineConfig({
  default: 'memory',
  stores: {
    memory: stores.memory({}),
  },
})

export default limiterConfig

declare module '@adonisjs/limiter/types' {
  export interface LimitersList extends InferLimiters<typeof limiterConfig> {}
}
