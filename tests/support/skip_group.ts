import type { Group } from '@japa/runner/core'

/**
 * Skips the tests of a group when there is a reason to. Called first in the group: Japa runs the
 * setup of a group even if all of its tests are skipped.
 */
export function skipGroup(group: Group, reason: string | undefined) {
  if (!reason) return
  group.each.skip(true, reason)
  group.setup = () => group
}
