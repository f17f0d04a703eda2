import { type NetworkLink, type Pump, type Valve, valveKinds } from '../network.ts'
import {
  addLink,
  complain,
  curveAt,
  isKeyword,
  linkAt,
  numberAt,
  patternAt,
  type Reader,
  wordAt,
} from './reader.ts'
import type { Row } from './rows.ts'
import type { UnitFactors } from './units.ts'

const common = (row: Row) => ({
  id: row.fields[0]!,
  from: row.fields[1] ?? '',
  to: row.fields[2] ?? '',
  tag: null,
  comment: row.comment,
  vertices: [],
})

const pipeStates = { OPEN: 'open', CLOSED: 'closed', CV: 'check-valve' } as const
type PipeWord = keyof typeof pipeStates
const pipeWord = (word: string): PipeWord | undefined =>
  (Object.keys(pipeStates) as PipeWord[]).find((keyword) => isKeyword(word, keyword))

export function readPipe(reader: Reader, row: Row): void {
  const { factors, network } = reader
  // A roughness in mm is the only one with a unit, and its US twin is a thousandth of a foot.
  const roughnessFactor = network.options.headLoss === 'D-W' && factors.length !== 1 ? factors.length : 1
  // The minor loss may be left out before the status.
  const early = pipeWord(wordAt(row, 6))
  const word = early ?? pipeWord(wordAt(row, 7) || 'OPEN')
  if (!word) complain(reader, row, 'unknown-word', row.fields[7]!)
  addLink(reader, row, {
    type: 'pipe',
    ...common(row),
    length: numberAt(reader, row, 3, 'length') * factors.length,
    diameter: numberAt(reader, row, 4, 'diameter') * factors.diameter,
    roughness: numberAt(reader, row, 5, 'roughness') * roughnessFactor,
    minorLoss: early ? 0 : numberAt(reader, row, 6, 'minor loss', 0),
    status: pipeStates[word ?? 'OPEN'],
  })
}

export function readPump(reader: Reader, row: Row): void {
  const pump: Pump = {
    type: 'pump',
    ...common(row),
    headCurve: null,
    power: null,
    speed: 1,
    speedPattern: null,
    status: 'open',
    efficiencyCurve: null,
    price: null,
    pricePattern: null,
  }
  const isOld = Number.isFinite(Number(row.fields[3] ?? ''))
  if (isOld) readOldPump(reader, row, pump)
  for (let i = 3; i < row.fields.length && !isOld; i += 2) {
    const word = wordAt(row, i)
    if (word === 'HEAD') pump.headCurve = curveAt(reader, row, i + 1, 'head')
    else if (isKeyword(word, 'POWER'))
      pump.power = numberAt(reader, row, i + 1, 'power') * reader.factors.power
    else if (isKeyword(word, 'SPEED')) pump.speed = numberAt(reader, row, i + 1, 'speed')
    else if (isKeyword(word, 'PATTERN')) pump.speedPattern = patternAt(reader, row, i + 1)
    else complain(reader, row, 'unknown-word', row.fields[i]!)
  }
  if (pump.headCurve === null && pump.power === null) {
    complain(reader, row, 'too-few-fields', 'HEAD curve or POWER')
  }
  addLink(reader, row, pump)
}

/**
 * As version 1 wrote it and version 2 still takes it: a power; head and flow at one point; or shut-off head, then head
 * and flow at two points.
 */
function readOldPump(reader: Reader, row: Row, pump: Pump): void {
  const [a, b, c, d, e] = row.fields.slice(3).map((_, i) => numberAt(reader, row, 3 + i, 'pump parameter'))
  const points: [number, number][] | null =
    b === undefined
      ? null
      : c === undefined
        ? [[b, a!]]
        : e === undefined
          ? []
          : [
              [0, a!],
              [c, b],
              [e, d!],
            ]
  if (points === null) pump.power = a! * reader.factors.power
  else if (points.length === 0) complain(reader, row, 'too-few-fields', 'pump parameter')
  else {
    pump.headCurve = `pump-${pump.id}`
    reader.network.curves[pump.headCurve] = { use: 'head', points }
  }
}

export function readValve(reader: Reader, row: Row): void {
  const kind = valveKinds.find((k) => k === wordAt(row, 4))
  if (!kind) {
    complain(reader, row, 'unknown-word', row.fields[4] ?? 'valve type')
    return
  }
  addLink(reader, row, {
    type: 'valve',
    ...common(row),
    kind,
    diameter: numberAt(reader, row, 3, 'diameter') * reader.factors.diameter,
    setting:
      kind === 'GPV' ? 0 : numberAt(reader, row, 5, 'setting', 0) * settingFactor(kind, reader.factors),
    curve: kind === 'GPV' ? curveAt(reader, row, 5, 'head-loss') : null,
    minorLoss: numberAt(reader, row, 6, 'minor loss', 0),
    status: 'active',
  })
}

export function settingFactor(kind: Valve['kind'], factors: UnitFactors): number {
  if (kind === 'FCV') return factors.flow
  return kind === 'PRV' || kind === 'PSV' || kind === 'PBV' ? factors.pressure : 1
}

export function readStatus(reader: Reader, row: Row): void {
  const link = linkAt(reader, row, 0)
  if (!link) return
  const word = wordAt(row, 1)
  if (word === 'OPEN' || isKeyword(word, 'CLOSED')) {
    if (link.type === 'pipe' && link.status === 'check-valve') return
    link.status = word === 'OPEN' ? 'open' : 'closed'
  } else if (isKeyword(word, 'ACTIVE') && link.type === 'valve') link.status = 'active'
  else setTo(reader, row, link)
}

function setTo(reader: Reader, row: Row, link: NetworkLink): void {
  const value = numberAt(reader, row, 1, 'status or setting')
  if (link.type === 'pump') {
    link.speed = value
    link.status = value === 0 ? 'closed' : 'open'
  } else if (link.type === 'valve') {
    link.setting = value * settingFactor(link.kind, reader.factors)
    link.status = 'active'
  } else complain(reader, row, 'unknown-word', row.fields[1]!)
}

export function readVertex(reader: Reader, row: Row): void {
  const link = linkAt(reader, row, 0)
  if (link) link.vertices.push([numberAt(reader, row, 1, 'x'), numberAt(reader, row, 2, 'y')])
}
