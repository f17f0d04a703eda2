import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import { parseJson } from './json-text.ts'

/** What a configuration's text says, and where in it. */
export interface ConfigText {
  value: unknown
  /** Why it says nothing; `place` is `line:column`. */
  mistakes: { place: string; message: string }[]
  /** Where a path of the value stands: its name there, or the nearest thing around it that is there. */
  placeOf(path: readonly PropertyKey[]): string
}

/**
 * YAML, and so JSON: that is read as such, in a fiftieth of the time and memory, for programs write it for tens of
 * thousands of points. Only a mistake needs to know where things stand.
 */
export function readText(text: string): ConfigText {
  const json = parseJson(text)
  if (!json) return readYaml(text)
  return { value: json.value, mistakes: [], placeOf: (path) => readYaml(text).placeOf(path) }
}

function readYaml(text: string): ConfigText {
  const lines = new LineCounter()
  // The library would compare each name with each other of its map.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${line}:${col}`
  }
  const broken = document.errors.map((e) => ({ place: placeAt(e.pos[0]), message: e.message }))
  const twice = namedTwice(document).map((key) => ({
    place: placeAt(startOf(key) ?? 0),
    message: `${String(key)} stands twice there`,
  }))
  const mistakes = [...broken, ...twice]
  return {
    value: mistakes.length > 0 ? null : document.toJS(),
    mistakes,
    placeOf: (path) => placeAt(offsetOf(document, path)),
  }
}

/** Names that stand in their map before. */
function namedTwice(document: Document): unknown[] {
  const twice: unknown[] = []
  visit(document, {
    Map(_, { items }) {
      const names = new Set<unknown>()
      for (const { key } of items as Pair[]) {
        const name = isScalar(key) ? key.value : key
        if (names.has(name)) twice.push(key)
        names.add(name)
      }
    },
  })
  return twice
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(step))
      if (!pair) break
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else {
      node =
        isNode(node) && 'get' in node
          ? (node as { get(i: unknown, keep: true): unknown }).get(step, true)
          : null
      if (!node) break
      offset = startOf(node) ?? offset
    }
  }
  return offset ?? 0
}

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0]
