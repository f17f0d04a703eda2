import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const FILE = /\/locales\/(\w+)\.json$/
/** No such files are: a chunk is named after them. */
const PACKED = /^(.*\/locales)\/packed\/(\w+)\.js$/

/**
 * A language's file as its page is sent it: keys in their order with only what differs from the one before, apart from
 * the messages. Gzipped that is a tenth less than the file itself, which every first load waits for.
 */
export function packedWords(): Plugin {
  return {
    name: 'driftbild-packed-words',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!FILE.test(source)) return null
      const file = await this.resolve(source, importer, { skipSelf: true })
      return file?.id.replace(FILE, '/locales/packed/$1.js')
    },
    load(id) {
      const [, folder, language] = PACKED.exec(id) ?? []
      if (language === undefined) return null
      const file = `${folder}/${language}.json`
      this.addWatchFile(file)
      return { code: packed(JSON.parse(readFileSync(file, 'utf8'))), moduleType: 'js' }
    },
  }
}

/** Above every control character, and the backslash comes at lengths that are rare. */
const FIRST = 48
const MOST = 70

export function packed(messages: Record<string, string>): string {
  const texts = Object.values(messages)
  if (texts.some((text) => text.includes('\n'))) throw new Error('a message of two lines can’t be packed')
  let before = ''
  const keys = Object.keys(messages).map((key) => {
    const same = sameStart(before, key)
    before = key
    return String.fromCharCode(FIRST + same) + key.slice(same)
  })
  const [k, t] = [keys, texts].map((lines) => JSON.stringify(lines.join('\n')))
  return `const t = ${t}.split('\\n')
let k = ''
export default Object.fromEntries(
  ${k}.split('\\n').map((one, i) => [(k = k.slice(0, one.charCodeAt(0) - ${FIRST}) + one.slice(1)), t[i]]),
)`
}

function sameStart(a: string, b: string): number {
  let n = 0
  while (n < MOST && n < a.length && a[n] === b[n]) n++
  return n
}
