import { setImmediate as nextTurn } from 'node:timers/promises'

/** Finds lines by what stands in them. */
export interface SearchIndex {
  /** Numbers of lines, best first: those that begin with the text, those with a word that does, then any. */
  find(text: string): Generator<number>
}

/** Lines at a time: what is made of them holds nobody up. */
const SLICE = 10_000
const folded = (text: string): string => text.toLocaleLowerCase('sv')

interface Block {
  first: number
  text: string
  /** Where each line begins, after its line feed. */
  starts: Uint32Array
}

/**
 * All lines as a few long texts that are searched from end to end: what a runtime does at a gigabyte a second needs
 * no index of its own, and takes a byte a letter.
 */
export async function searchIndex(lines: readonly string[]): Promise<SearchIndex> {
  const blocks: Block[] = []
  for (let first = 0; first < lines.length; first += SLICE) {
    const some = lines.slice(first, first + SLICE).map((line) => `\n${folded(line)}`)
    let length = 0
    const starts = Uint32Array.from(some, (line) => {
      const start = length + 1
      length += line.length
      return start
    })
    blocks.push({ first, text: some.join(''), starts })
    await nextTurn()
  }
  return {
    *find(text) {
      const wanted = folded(text.trim()).replaceAll('\n', ' ')
      if (wanted === '') return
      const told = new Set<number>()
      for (const before of ['\n', ' ', '/', '-', '']) {
        for (const block of blocks) {
          for (const line of linesWith(block, before + wanted)) {
            if (told.has(line)) continue
            told.add(line)
            yield line
          }
        }
      }
    },
  }
}

function* linesWith({ first, text, starts }: Block, wanted: string): Generator<number> {
  for (let at = text.indexOf(wanted); at >= 0; ) {
    const line = lineAt(starts, at + (wanted.startsWith('\n') ? 1 : 0))
    yield first + line
    const next = starts[line + 1]
    at = next === undefined ? -1 : text.indexOf(wanted, next - 1)
  }
}

function lineAt(starts: Uint32Array, position: number): number {
  let [low, high] = [0, starts.length]
  while (low + 1 < high) {
    const middle = (low + high) >>> 1
    if (starts[middle]! <= position) low = middle
    else high = middle
  }
  return low
}
