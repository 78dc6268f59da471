import assert from 'node:assert/strict'
import { readSection, type Step } from '@tests/support/guide_page'
import { run } from '@tests/support/processes'
import { install, PACKAGES } from '@tests/support/tarballs'
import { mergeSample } from './merge_sample.js'
import type { NewApp } from './new_app.js'
import { runDevnetCli, tarballOf } from './suite.js'
import type { Tally } from './tally.js'

/**
 * Does what sections of the guide say, word for word. Only what the commands would download comes
 * from the workspace.
 */
export class GuideReader {
  constructor(
    readonly app: NewApp,
    readonly tally: Tally
  ) {}

  async follow(page: string, ...headings: string[]): Promise<void> {
    for (const heading of headings) {
      for (const step of await readSection(page, heading)) await this.#take(step)
    }
  }

  async #take(step: Step): Promise<void> {
    if (step.kind === 'file') return this.#write(step.path, step.contents)
    this.tally.count(step.command)
    await this.tally.time(() => this.#type(step.command))
  }

  async #type(command: string): Promise<void> {
    const [program, ...args] = command.split(' ')
    if (program === 'node' && args[0] === 'ace') return this.#ace(args.slice(1))
    if (program === 'npm') return this.#npm(args)
    if (command.startsWith('npx atproto-devnet')) return this.#devnet(args.slice(1))
    if (program === 'npx') {
      await run(await this.app.binary(args[0]!), args.slice(1), { cwd: this.app.dir })
      return
    }
    throw new Error(`The suite can't type "${command}"`)
  }

  async #ace([name, ...args]: string[]): Promise<void> {
    const [added, ...flags] = args
    if (name !== 'add') return this.app.runAce(name!, ...args)
    if (added! in PACKAGES) await install(tarballOf(added!), added!, this.app.dir)
    // `add.spec.ts` has the packages that ours need installed; here they come from the workspace.
    const isOurs = added === 'adonisjs-atproto-oauth' || added === '@adonisjs/lucid'
    return this.app.runConfigure(added!, ...flags, ...(isOurs ? ['--no-install'] : []))
  }

  async #npm([command, ...args]: string[]): Promise<void> {
    assert.match(command!, /^(i|install)$/)
    const key = args.includes('-D') ? 'devDependencies' : 'dependencies'
    const manifest = await this.app.readJson('package.json')
    for (const name of args.filter((arg) => !arg.startsWith('-'))) {
      manifest[key][name] = '*'
    }
    await this.app.writeJson('package.json', manifest)
  }

  /** The network runs already, at ports of its own. */
  async #devnet(args: string[]): Promise<void> {
    if (args.length > 0) await runDevnetCli(args, this.app.dir)
  }

  async #write(path: string, sample: string): Promise<void> {
    const file = this.app.find(path)
    const before = await this.app.read(file).catch(() => '')
    await this.app.write(file, mergeSample(before, sample))
  }
}
