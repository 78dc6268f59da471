import { extname } from 'node:path'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import StaticMiddleware from '@adonisjs/static/static_middleware'

/**
 * Looks on the disk only for paths that have an extension: most requests are those of open pages
 * that refresh, and no file has their name.
 */
@inject()
export default class StaticFilesMiddleware {
  constructor(protected files: StaticMiddleware) {}

  handle(ctx: HttpContext, next: NextFn) {
    return extname(ctx.request.url()) === '' ? next() : this.files.handle(ctx, next)
  }
}
