import { getActiveTest } from '@japa/runner'

/** Lets the active test run as if its input came from a terminal, or from none. */
export function pretendTerminal(isTTY: boolean): void {
  const { stdin } = process
  const before = stdin.isTTY
  stdin.isTTY = isTTY
  getActiveTest()!.cleanup(() => void (stdin.isTTY = before))
}
