const IMPORT = /^import .*$/
const METHOD = /^async (\w+)\(/
const SETTING = /^(\w+): /

/**
 * Writes a sample into a file as its reader would: a method takes the place of the one with its
 * name, a setting the place of the one with its name, statements go to the end, and imports to the
 * others. A sample with a class or a default export is the whole file.
 */
export function mergeSample(file: string, sample: string): string {
  if (/^export default /m.test(sample)) return sample
  const lines = sample.trim().split('\n')
  const imports = lines.filter((line) => IMPORT.test(line))
  const code = lines
    .filter((line) => !IMPORT.test(line))
    .join('\n')
    .trim()
  return addImports(mergeCode(file, code), imports)
}

/** Whether a sample is more than imports, and no method or setting for a file that is there. */
export function standsAlone(sample: string): boolean {
  const lines = sample.split('\n').filter((line) => !IMPORT.test(line) && !/^(\/\/|$)/.test(line))
  const [first] = lines
  return first !== undefined && !METHOD.test(first) && !SETTING.test(first)
}

function mergeCode(file: string, code: string): string {
  const method = METHOD.exec(code)
  if (method) {
    const existing = new RegExp(`^  async ${method[1]}\\([^]*?^  \\}$`, 'm')
    return replaceIn(file, existing, indent(code))
  }
  const setting = SETTING.exec(code)
  if (setting) return replaceIn(file, new RegExp(`^  ${setting[1]}: .*$`, 'm'), indent(code))
  return code ? `${file.trimEnd()}\n\n${code}\n` : file
}

function replaceIn(file: string, pattern: RegExp, code: string): string {
  if (!pattern.test(file)) throw new Error(`Nothing to replace with\n${code}\nin\n${file}`)
  return file.replace(pattern, () => code)
}

const indent = (code: string): string => code.replace(/^(?=.)/gm, '  ')

function addImports(file: string, imports: string[]): string {
  const isNew = (line: string) => {
    const [name] = /(?<=import (?:type )?\{? ?)\w+/.exec(line)!
    return !new RegExp(`^import .*\\b${name}\\b.* from`, 'm').test(file)
  }
  const added = imports.filter(isNew)
  return added.length > 0 ? `${added.join('\n')}\n${file}` : file
}
