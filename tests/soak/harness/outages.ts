import { setTimeout as sleep } from 'node:timers/promises'
import type { DevnetProcess } from '../../browser/harness/devnet_process.js'
import type { Cluster, Member } from './cluster.js'
import type { Random } from './random.js'
import type { Tally } from './tally.js'

/** Kills and stops parts of the app and the network at random, until the signal aborts. */
export async function cause(
  outages: { cluster: Cluster; devnet: DevnetProcess },
  { random, tally, signal }: { random: Random; tally: Tally; signal: AbortSignal }
): Promise<void> {
  const { cluster, devnet } = outages
  while (!signal.aborted) {
    await sleep(random.between(1_500, 5_000))
    const target = random.pick([...cluster.members, ...cluster.members, 'network'] as const)
    const by = random.pick(['SIGKILL', 'SIGKILL', 'SIGTERM'] as const)
    const pause = random.between(100, 2_000)
    if (signal.aborted) return

    if (target === 'network') {
      tally.count('SIGKILL of the network')
      await devnet.kill()
      await sleep(pause)
      await devnet.start()
    } else {
      tally.count(`${by} of ${target.name}`)
      await restart(target, by, pause, tally)
    }
  }
}

async function restart(member: Member, by: 'SIGKILL' | 'SIGTERM', pause: number, tally: Tally) {
  const start = performance.now()
  await member.kill(by)
  if (performance.now() - start > 10_000) tally.count('over 10 s to end')
  await sleep(pause)
  await member.start()
}
