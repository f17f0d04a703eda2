import { addNode, curveAt, idAt, nodeAt, numberAt, patternAt, type Reader, wordAt } from './reader.ts'
import type { Row } from './rows.ts'

export function readJunction(reader: Reader, row: Row): void {
  const { factors } = reader
  const base = numberAt(reader, row, 2, 'demand', 0) * factors.flow
  const pattern = patternAt(reader, row, 3)
  addNode(reader, row, {
    type: 'junction',
    id: row.fields[0]!,
    tag: null,
    comment: row.comment,
    position: null,
    elevation: numberAt(reader, row, 1, 'elevation', 0) * factors.length,
    demands: base === 0 && pattern === null ? [] : [{ base, pattern, category: null }],
    emitter: null,
  })
}

/** A row of up to three fields is a source of fixed head, in whichever section it stands; a longer one is a tank. */
export const readStorage = (reader: Reader, row: Row): void =>
  row.fields.length <= 3 ? readReservoir(reader, row) : readTank(reader, row)

function readReservoir(reader: Reader, row: Row): void {
  addNode(reader, row, {
    type: 'reservoir',
    id: row.fields[0]!,
    tag: null,
    comment: row.comment,
    position: null,
    head: numberAt(reader, row, 1, 'head') * reader.factors.length,
    pattern: patternAt(reader, row, 2),
  })
}

function readTank(reader: Reader, row: Row): void {
  const { length, volume } = reader.factors
  addNode(reader, row, {
    type: 'tank',
    id: row.fields[0]!,
    tag: null,
    comment: row.comment,
    position: null,
    elevation: numberAt(reader, row, 1, 'elevation') * length,
    initialLevel: numberAt(reader, row, 2, 'initial level') * length,
    minLevel: numberAt(reader, row, 3, 'minimum level') * length,
    maxLevel: numberAt(reader, row, 4, 'maximum level') * length,
    diameter: numberAt(reader, row, 5, 'diameter') * length,
    minVolume: numberAt(reader, row, 6, 'minimum volume', 0) * volume,
    volumeCurve: curveAt(reader, row, 7, 'volume'),
    canOverflow: wordAt(row, 8) === 'YES',
  })
}

/** A junction's demands here stand instead of the one in [JUNCTIONS]. */
export function readDemands(reader: Reader, rows: readonly Row[]): void {
  const seen = new Set<string>()
  for (const row of rows) {
    if (wordAt(row, 0) === 'MULTIPLY') {
      reader.network.options.demandMultiplier = numberAt(reader, row, 1, 'multiplier')
      continue
    }
    const node = nodeAt(reader, row, 0)
    if (node?.type !== 'junction') continue
    if (!seen.has(node.id)) node.demands = []
    seen.add(node.id)
    node.demands.push({
      base: numberAt(reader, row, 1, 'demand') * reader.factors.flow,
      pattern: patternAt(reader, row, 2),
      category: row.comment,
    })
  }
}

export function readEmitter(reader: Reader, row: Row): void {
  const node = nodeAt(reader, row, 0)
  if (node?.type !== 'junction') return
  const { flow, pressure } = reader.factors
  const coefficient = numberAt(reader, row, 1, 'coefficient')
  node.emitter =
    coefficient === 0 ? null : (coefficient * flow) / pressure ** reader.network.options.emitterExponent
}

export function readCoordinates(reader: Reader, row: Row): void {
  const node = nodeAt(reader, row, 0)
  if (node) node.position = [numberAt(reader, row, 1, 'x'), numberAt(reader, row, 2, 'y')]
}

/** The engine never looks at them: one for something that isn't there spoils no file. */
export function readTag(reader: Reader, row: Row): void {
  const id = row.fields[1] ?? ''
  const owner = wordAt(row, 0) === 'LINK' ? reader.links.get(id) : reader.nodes.get(id)
  if (owner) owner.tag = idAt(row, 2)
}
