/**
 * Prints the output of concurrent writers one after the other: the first one is printed live, the
 * others once all writers before them have ended.
 */
export class Turns {
  #print
  #writers = []

  /** @param {(text: string) => unknown} print */
  constructor(print) {
    this.#print = print
  }

  /** Adds a writer after the existing ones. */
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
        while (this.#writers[0]?.ended) {
          this.#writers.shift()
          if (this.#writers[0]) this.#print(this.#writers[0].kept)
        }
      },
    }
  }
}
