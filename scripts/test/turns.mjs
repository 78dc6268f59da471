/**
 * Prints what several writers say at the same time as if one had come after the other: the first
 * writes through, and what the others write is kept until all before them have ended.
 */
export class Turns {
  #print
  #writers = []

  /** @param {(text: string) => unknown} print */
  constructor(print) {
    this.#print = print
  }

  /** Adds a writer behind those that are there. */
  add() {
    const writer = { kept: '', ended: false }
    this.#writers.push(writer)
    return {
      write: (text) => {
        if (this.#writers[0] === writer) this.#print(text)
        else writer.kept += text
      },
      end: () => {
        writer.ended = true
        while (this.#writers[0]?.ended) this.#next()
      },
    }
  }

  #next() {
    this.#writers.shift()
    const [writer] = this.#writers
    if (!writer) return
    this.#print(writer.kept)
    writer.kept = ''
  }
}
