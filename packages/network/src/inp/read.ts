import { emptyNetwork, type Network } from '../network.ts'
import { InpError } from './problem.ts'
import { readControl, readRules } from './read-controls.ts'
import { readPipe, readPump, readStatus, readValve, readVertex } from './read-links.ts'
import {
  readCoordinates,
  readDemands,
  readEmitter,
  readJunction,
  readStorage,
  readTag,
} from './read-nodes.ts'
import { applyDefaultPattern, readEnergy, readOptions, readTimes, readUnits } from './read-settings.ts'
import { complain, numberAt, type Reader } from './reader.ts'
import { type Row, type Section, splitInp } from './rows.ts'
import type { UnitFactors } from './units.ts'

/** A section that was not taken over, and why. */
export interface LeftOut {
  section: Section
  /** Of its first line with something in it. */
  line: number
  lines: number
  why: 'water-quality' | 'report' | 'drawing'
}

/** Lines on which a file names its nodes and links, by their ids. */
export interface InpLines {
  nodes: ReadonlyMap<string, number>
  links: ReadonlyMap<string, number>
}

/**
 * An EPANET 2.2 input file as a network in SI units, and what of it was left out. Throws InpError with every
 * problem and its line.
 */
export function readInp(text: string): { network: Network; leftOut: LeftOut[]; lines: InpLines } {
  const { rows, problems } = splitInp(text)
  const of = (section: Section): readonly Row[] => rows.get(section) ?? []
  const reader: Reader = {
    network: emptyNetwork(),
    nodes: new Map(),
    links: new Map(),
    factors: readUnits(of('OPTIONS')),
    problems,
  }
  const each = (section: Section, read: (reader: Reader, row: Row) => void) => {
    for (const row of of(section)) read(reader, row)
  }
  reader.network.title = of('TITLE').map((row) => row.text)
  each('PATTERNS', readPattern)
  each('CURVES', readCurvePoint)
  readOptions(reader, of('OPTIONS'))
  readTimes(reader, of('TIMES'))
  each('JUNCTIONS', readJunction)
  each('RESERVOIRS', readStorage)
  each('TANKS', readStorage)
  if (reader.nodes.size === 0) problems.push({ line: 0, section: '', code: 'no-nodes', what: '' })
  each('PIPES', readPipe)
  each('PUMPS', readPump)
  each('VALVES', readValve)
  readDemands(reader, of('DEMANDS'))
  applyDefaultPattern(reader, of('OPTIONS'))
  each('STATUS', readStatus)
  each('EMITTERS', readEmitter)
  each('CONTROLS', readControl)
  readRules(reader, of('RULES'))
  each('ENERGY', readEnergy)
  each('COORDINATES', readCoordinates)
  each('VERTICES', readVertex)
  each('TAGS', readTag)
  if (problems.length > 0) throw new InpError(problems.toSorted((a, b) => a.line - b.line))
  curvesInSI(reader.network, reader.factors)
  const linesOf = (...some: Section[]) =>
    new Map(some.flatMap((section) => of(section).map(({ fields, line }) => [fields[0]!, line] as const)))
  const lines = {
    nodes: linesOf('JUNCTIONS', 'RESERVOIRS', 'TANKS'),
    links: linesOf('PIPES', 'PUMPS', 'VALVES'),
  }
  return { network: reader.network, leftOut: leftOutOf(rows), lines }
}

function readPattern(reader: Reader, row: Row): void {
  const { patterns } = reader.network
  patterns[row.fields[0]!] ??= []
  const list = patterns[row.fields[0]!]!
  if (row.fields.length < 2) complain(reader, row, 'too-few-fields', 'multiplier')
  for (let i = 1; i < row.fields.length; i++) list.push(numberAt(reader, row, i, 'multiplier'))
}

function readCurvePoint(reader: Reader, row: Row): void {
  const { curves } = reader.network
  curves[row.fields[0]!] ??= { use: 'unused', points: [] }
  curves[row.fields[0]!]!.points.push([numberAt(reader, row, 1, 'x'), numberAt(reader, row, 2, 'y')])
}

/** Only once every pump and tank has been read is it known what a curve's axes are. */
function curvesInSI(network: Network, { flow, length, volume }: UnitFactors): void {
  const axes = {
    head: [flow, length],
    efficiency: [flow, 1],
    volume: [length, volume],
    'head-loss': [flow, length],
    unused: [1, 1],
  } as const
  for (const curve of Object.values(network.curves)) {
    const [fx, fy] = axes[curve.use]
    curve.points = curve.points.map(([x, y]) => [x * fx, y * fy])
  }
}

const reasons: Partial<Record<Section, LeftOut['why']>> = {
  QUALITY: 'water-quality',
  SOURCES: 'water-quality',
  REACTIONS: 'water-quality',
  MIXING: 'water-quality',
  REPORT: 'report',
  LABELS: 'drawing',
  BACKDROP: 'drawing',
}

function leftOutOf(rows: ReadonlyMap<Section, readonly Row[]>): LeftOut[] {
  return [...rows].flatMap(([section, list]) => {
    const why = reasons[section]
    return why ? [{ section, line: list[0]!.line, lines: list.length, why }] : []
  })
}
