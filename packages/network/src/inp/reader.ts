import type { Network, NetworkLink, NetworkNode } from '../network.ts'
import type { InpProblem } from './problem.ts'
import type { Row } from './rows.ts'
import type { UnitFactors } from './units.ts'

/** What the readers of the sections share: the network that grows, and everything wrong so far. */
export interface Reader {
  network: Network
  nodes: Map<string, NetworkNode>
  links: Map<string, NetworkLink>
  factors: UnitFactors
  problems: InpProblem[]
}

export function complain(reader: Reader, row: Row, code: InpProblem['code'], what: string): void {
  reader.problems.push({ line: row.line, section: row.section, code, what })
}

/** The field at `i` as a number, or `fallback` where the field may be left out. */
export function numberAt(reader: Reader, row: Row, i: number, what: string, fallback?: number): number {
  const text = row.fields[i]
  if (text === undefined || text === '*') {
    if (fallback === undefined) complain(reader, row, 'too-few-fields', what)
    return fallback ?? 0
  }
  const value = Number(text)
  if (!Number.isFinite(value)) complain(reader, row, 'not-a-number', text)
  return Number.isFinite(value) ? value : 0
}

export const wordAt = (row: Row, i: number): string => (row.fields[i] ?? '').toUpperCase()

/** EPANET knows its keywords by their first letters; four are enough for each of them, five where two begin alike. */
export const isKeyword = (word: string, keyword: string): boolean =>
  word.length >= Math.min(4, keyword.length) &&
  (keyword.startsWith(word) || (keyword.length > 4 && word.startsWith(keyword.slice(0, 5))))

/** The keywords of a list, each of one word or two, that a row begins with. */
export const keywordOf = (row: Row, keywords: readonly string[]): string | undefined =>
  keywords.find((one) => one.split(' ').every((keyword, i) => isKeyword(wordAt(row, i), keyword)))

/** An id that may be left out; a star stands for none. */
export const idAt = (row: Row, i: number): string | null => {
  const id = row.fields[i]
  return id === undefined || id === '*' || id === '""' ? null : id
}

export function addNode(reader: Reader, row: Row, node: NetworkNode): void {
  if (reader.nodes.has(node.id)) complain(reader, row, 'occurs-twice', `node ${node.id}`)
  else {
    reader.nodes.set(node.id, node)
    reader.network.nodes.push(node)
  }
}

export function addLink(reader: Reader, row: Row, link: NetworkLink): void {
  if (reader.links.has(link.id)) {
    complain(reader, row, 'occurs-twice', `link ${link.id}`)
    return
  }
  for (const end of [link.from, link.to]) {
    if (!reader.nodes.has(end)) complain(reader, row, 'not-there', `node ${end}`)
  }
  reader.links.set(link.id, link)
  reader.network.links.push(link)
}

export function nodeAt(reader: Reader, row: Row, i: number): NetworkNode | null {
  const id = row.fields[i] ?? ''
  const node = reader.nodes.get(id)
  if (!node) complain(reader, row, 'not-there', `node ${id}`)
  return node ?? null
}

export function linkAt(reader: Reader, row: Row, i: number): NetworkLink | null {
  const id = row.fields[i] ?? ''
  const link = reader.links.get(id)
  if (!link) complain(reader, row, 'not-there', `link ${id}`)
  return link ?? null
}

export function patternAt(reader: Reader, row: Row, i: number): string | null {
  const id = idAt(row, i)
  if (id !== null && !(id in reader.network.patterns)) complain(reader, row, 'not-there', `pattern ${id}`)
  return id
}

export function curveAt(
  reader: Reader,
  row: Row,
  i: number,
  use: Network['curves'][string]['use'],
): string | null {
  const id = idAt(row, i)
  if (id === null) return null
  const curve = reader.network.curves[id]
  if (!curve) complain(reader, row, 'not-there', `curve ${id}`)
  else curve.use = use
  return id
}
