/**
 * The statuses to choose from, with their names for screen readers.
 */
export const EMOJIS = [
  { emoji: '👍', name: 'Thumbs up' },
  { emoji: '👎', name: 'Thumbs down' },
  { emoji: '💙', name: 'Blue heart' },
  { emoji: '🥹', name: 'Holding back tears' },
  { emoji: '😧', name: 'Anguished' },
  { emoji: '😤', name: 'Huffing' },
  { emoji: '🙃', name: 'Upside down' },
  { emoji: '😉', name: 'Winking' },
  { emoji: '😎', name: 'Cool' },
  { emoji: '🤓', name: 'Nerdy' },
  { emoji: '🤨', name: 'Doubtful' },
  { emoji: '🥳', name: 'Celebrating' },
  { emoji: '😭', name: 'Crying' },
  { emoji: '🤯', name: 'Mind blown' },
  { emoji: '🫡', name: 'Saluting' },
  { emoji: '💀', name: 'Dead' },
  { emoji: '✊', name: 'Raised fist' },
  { emoji: '🤘', name: 'Rocking' },
  { emoji: '👀', name: 'Watching' },
  { emoji: '🧠', name: 'Brain' },
  { emoji: '👩‍💻', name: 'Woman coding' },
  { emoji: '🧑‍💻', name: 'Coding' },
  { emoji: '🥷', name: 'Ninja' },
  { emoji: '🧌', name: 'Troll' },
  { emoji: '🦋', name: 'Butterfly' },
  { emoji: '🚀', name: 'Rocket' },
]

/** Emojis that Unicode recommends for general interchange, including sequences. */
const ONE_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v')

/** Selects the emoji form of a character that is text by default, such as ❤. */
const EMOJI_STYLE = '\uFE0F'

/**
 * Returns the status as one emoji that is visible everywhere, or null: other apps may write
 * letters, spaces, or characters that show nothing.
 */
export function asEmoji(status: string): string | null {
  return [status, status + EMOJI_STYLE].find((text) => ONE_EMOJI.test(text)) ?? null
}
