/** Returns the path of the browser to use: CHROMIUM_BIN, or one on the PATH. */
export function findChromium(env?: NodeJS.ProcessEnv): string | undefined
