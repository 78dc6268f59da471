const WEEK = 7 * 24 * 60 * 60 * 1000

/**
 * How long servers keep a session, and a refresh token that is not used. In milliseconds.
 *
 * @see https://atproto.com/specs/oauth#tokens-and-session-lifetime
 */
export const LIFETIMES = {
  public: { session: 2 * WEEK, idle: 2 * WEEK },
  confidential: { session: 104 * WEEK, idle: 13 * WEEK },
}

/** No server keeps a refresh token for longer than this. */
export const MAX_IDLE = 26 * WEEK
