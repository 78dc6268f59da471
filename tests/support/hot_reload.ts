/** What `--import` needs for hot reload, as `node ace serve --hmr` does in both majors. */
export const HOT_RELOAD = import.meta.resolve('hot-hook/register')
