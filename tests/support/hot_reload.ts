/** What `--import` needs for modules to be reloaded, as `node ace serve --hmr` does in both majors. */
export const HOT_RELOAD = import.meta.resolve('hot-hook/register')
