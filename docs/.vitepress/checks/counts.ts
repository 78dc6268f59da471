const NUMBER = 'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d[\\d,]*'
const THING = 'files|folders|packages|suites|specs|tests|sets|errors|tables|routes|emojis|flags'
const COUNT = new RegExp(`(?<!AdonisJS )\\b(?:${NUMBER})(?: [a-z]+)? (?:${THING})\\b`, 'gi')

/**
 * Finds counts of things in the repository, such as "seven files". Nothing updates them when the
 * repository changes, so the docs name the things instead.
 */
export function findCounts(prose: string): string[] {
  return [...prose.matchAll(COUNT)].map(([count]) => `"${count}" will be wrong when one is added`)
}
