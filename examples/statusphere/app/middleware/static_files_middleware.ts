import { extname } from 'node:path'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import StaticMiddleware from '@adonisjs/static/static_middleware'

/**
 * Looks for files only if the path has an extension. Most requests refresh open pages, and are not
 * for a file.
 */
@inject()
export default class StaticFilesMiddleware {
  constructor(protected files: StaticMiddleware) {}

  handle(ctx: HttpContext, next: NextFn) {
    return extname(ctx.request.url()) === '' ? next() : this.files.handle(ctx, next)
  }
}
