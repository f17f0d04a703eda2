import type { Network } from '../network.ts'
import {
  complain,
  curveAt,
  isKeyword,
  keywordOf,
  linkAt,
  numberAt,
  patternAt,
  type Reader,
  wordAt,
} from './reader.ts'
import type { Row } from './rows.ts'
import { readTime } from './time.ts'
import { type FlowUnit, isFlowUnit, type UnitFactors, unitFactors } from './units.ts'

/** Units decide about every other number, so [OPTIONS] is read for them first. */
export function readUnits(rows: readonly Row[]): UnitFactors {
  let flow: FlowUnit = 'GPM'
  let pressure: 'PSI' | 'KPA' | 'METERS' | null = null
  let gravity = 1
  for (const row of rows) {
    const [first, second] = [wordAt(row, 0), wordAt(row, 1)]
    if (first === 'UNITS') flow = flowUnitOf(second) ?? flow
    if (first === 'PRESSURE' && (second === 'PSI' || second === 'KPA' || second === 'METERS'))
      pressure = second
    if (first === 'SPECIFIC') gravity = Number(row.fields[2]) || 1
  }
  return unitFactors(flow, pressure, gravity)
}

/** SI alone means litres a second. */
const flowUnitOf = (word: string): FlowUnit | null => (word === 'SI' ? 'LPS' : isFlowUnit(word) ? word : null)

type Setter = (reader: Reader, row: Row) => void
const number =
  (i: number, set: (network: Network, value: number, reader: Reader) => void): Setter =>
  (reader, row) =>
    set(reader.network, numberAt(reader, row, i, row.fields.slice(0, i).join(' ')), reader)
const nothing: Setter = () => {}

/** By the first word, or the first two where one is not enough. */
const optionSetters: Record<string, Setter> = {
  UNITS: (reader, row) => {
    if (!flowUnitOf(wordAt(row, 1))) complain(reader, row, 'unknown-word', row.fields[1] ?? 'flow unit')
  },
  HEADLOSS: (reader, row) => {
    const word = wordAt(row, 1)
    if (word === 'H-W' || word === 'D-W' || word === 'C-M') reader.network.options.headLoss = word
    else complain(reader, row, 'unknown-word', row.fields[1] ?? 'head loss formula')
  },
  'PRESSURE EXPONENT': number(2, (n, value) => {
    driven(n).exponent = value
  }),
  PRESSURE: nothing,
  'MINIMUM PRESSURE': number(2, (n, value, { factors }) => {
    driven(n).minimum = value * factors.pressure
  }),
  'REQUIRED PRESSURE': number(2, (n, value, { factors }) => {
    driven(n).required = value * factors.pressure
  }),
  VISCOSITY: number(1, (n, value) => {
    n.options.viscosity = value
  }),
  'SPECIFIC GRAVITY': number(2, (n, value) => {
    n.options.specificGravity = value
  }),
  TRIALS: number(1, (n, value) => {
    n.options.trials = value
  }),
  ACCURACY: number(1, (n, value) => {
    n.options.accuracy = value
  }),
  HEADERROR: number(1, (n, value, { factors }) => {
    n.options.headError = value * factors.length
  }),
  FLOWCHANGE: number(1, (n, value, { factors }) => {
    n.options.flowChange = value * factors.flow
  }),
  CHECKFREQ: number(1, (n, value) => {
    n.options.checkFrequency = value
  }),
  MAXCHECK: number(1, (n, value) => {
    n.options.maxCheck = value
  }),
  DAMPLIMIT: number(1, (n, value) => {
    n.options.dampLimit = value
  }),
  UNBALANCED: (reader, row) => {
    if (isKeyword(wordAt(row, 1), 'CONTINUE')) {
      reader.network.options.unbalancedTrials = numberAt(reader, row, 2, 'trials', 0)
    }
  },
  PATTERN: nothing,
  'DEMAND MULTIPLIER': number(2, (n, value) => {
    n.options.demandMultiplier = value
  }),
  'DEMAND MODEL': nothing,
  'EMITTER EXPONENT': number(2, (n, value) => {
    n.options.emitterExponent = value
  }),
  'EMITTER BACKFLOW': nothing,
  QUALITY: nothing,
  DIFFUSIVITY: nothing,
  TOLERANCE: nothing,
  MAP: nothing,
  HYDRAULICS: nothing,
  VERIFY: nothing,
  STATUS: nothing,
  HTOL: nothing,
  QTOL: nothing,
  RQTOL: nothing,
  SEGMENTS: nothing,
}

/** Those of two words first: `DEMAND MODEL` is no `DEMAND`. */
const optionWords = Object.keys(optionSetters).sort((a, b) => b.split(' ').length - a.split(' ').length)

const driven = (network: Network) => {
  network.options.pressureDriven ??= { minimum: 0, required: 0.1, exponent: 0.5 }
  return network.options.pressureDriven
}

export function readOptions(reader: Reader, rows: readonly Row[]): void {
  for (const row of rows) {
    const keyword = keywordOf(row, optionWords)
    if (keyword !== undefined) optionSetters[keyword]!(reader, row)
    else complain(reader, row, 'unknown-word', row.fields[0]!)
  }
  // Pressures for a demand model that isn't switched on say nothing.
  const isDriven = rows.some((row) => wordAt(row, 1) === 'MODEL' && wordAt(row, 2) === 'PDA')
  if (!isDriven) reader.network.options.pressureDriven = null
  else driven(reader.network)
}

const timeKeys: Record<string, keyof Network['times']> = {
  DURATION: 'duration',
  'HYDRAULIC TIMESTEP': 'hydraulicStep',
  'PATTERN TIMESTEP': 'patternStep',
  'PATTERN START': 'patternStart',
  'REPORT TIMESTEP': 'reportStep',
  'REPORT START': 'reportStart',
  'RULE TIMESTEP': 'ruleStep',
  'START CLOCKTIME': 'startClock',
}

export function readTimes(reader: Reader, rows: readonly Row[]): void {
  for (const row of rows) {
    if (keywordOf(row, ['STATISTIC', 'QUALITY']) !== undefined) continue
    const keyword = keywordOf(row, Object.keys(timeKeys))
    if (keyword === undefined) {
      complain(reader, row, 'unknown-word', row.fields[0]!)
      continue
    }
    const seconds = readTime(row.fields.slice(keyword.split(' ').length))
    if (seconds === null) complain(reader, row, 'not-a-number', row.fields.at(-1)!)
    else reader.network.times[timeKeys[keyword]!] = seconds
  }
}

export function readEnergy(reader: Reader, row: Row): void {
  const { energy } = reader.network
  const [first, second] = [wordAt(row, 0), wordAt(row, 1)]
  if (isKeyword(first, 'DEMAND')) energy.demandCharge = numberAt(reader, row, 2, 'demand charge')
  else if (isKeyword(first, 'GLOBAL') && second.startsWith('EFFI')) {
    energy.efficiency = numberAt(reader, row, 2, 'efficiency')
  } else if (isKeyword(first, 'GLOBAL') && isKeyword(second, 'PRICE'))
    energy.price = numberAt(reader, row, 2, 'price')
  else if (isKeyword(first, 'GLOBAL') && isKeyword(second, 'PATTERN'))
    energy.pricePattern = patternAt(reader, row, 2)
  else if (first === 'PUMP') {
    const pump = linkAt(reader, row, 1)
    if (pump?.type !== 'pump') return
    const what = wordAt(row, 2)
    if (what.startsWith('EFFI')) pump.efficiencyCurve = curveAt(reader, row, 3, 'efficiency')
    else if (isKeyword(what, 'PRICE')) pump.price = numberAt(reader, row, 3, 'price')
    else if (isKeyword(what, 'PATTERN')) pump.pricePattern = patternAt(reader, row, 3)
    else complain(reader, row, 'unknown-word', row.fields[2] ?? '')
  } else complain(reader, row, 'unknown-word', row.fields[0]!)
}

/** What a demand without a pattern follows. EPANET takes pattern 1 unasked, and shrugs at one that isn't there. */
export function applyDefaultPattern(reader: Reader, rows: readonly Row[]): void {
  const named = rows.findLast((row) => isKeyword(wordAt(row, 0), 'PATTERN'))
  const id = named ? (named.fields[1] ?? '') : '1'
  if (!(id in reader.network.patterns)) return
  for (const node of reader.network.nodes) {
    if (node.type === 'junction') for (const demand of node.demands) demand.pattern ??= id
  }
}
