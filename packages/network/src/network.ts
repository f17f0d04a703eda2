/**
 * A pipe network as a graph. Everything is SI whatever the file's units were: metres, millimetres for
 * diameters, m³/h, kW, seconds; pressures and heads in metres of water.
 */
export interface Network {
  title: string[]
  nodes: NetworkNode[]
  links: NetworkLink[]
  /** Multipliers by pattern id. */
  patterns: Record<string, number[]>
  curves: Record<string, Curve>
  controls: Control[]
  rules: Rule[]
  energy: Energy
  options: Options
  times: Times
}

/** In the plane that the file was drawn in; metres of SWEREF 99 TM where a municipality made it. */
export type XY = [number, number]

interface Named {
  id: string
  /** From [TAGS]. */
  tag: string | null
  /** What stood behind the semicolon; some files name their sensors there. */
  comment: string | null
}

interface NodeCommon extends Named {
  /** Null where the file draws no place for it. */
  position: XY | null
}

export interface Junction extends NodeCommon {
  type: 'junction'
  elevation: number
  demands: { base: number; pattern: string | null; category: string | null }[]
  /** m³/h at one metre of pressure, raised by the options' exponent; null without an emitter. */
  emitter: number | null
}

/** A source of fixed head: a lake, a well, a neighbour's network. */
export interface Reservoir extends NodeCommon {
  type: 'reservoir'
  head: number
  pattern: string | null
}

/** Water that is stored and whose level moves. Levels are above the elevation. */
export interface Tank extends NodeCommon {
  type: 'tank'
  elevation: number
  initialLevel: number
  minLevel: number
  maxLevel: number
  /** m */
  diameter: number
  minVolume: number
  volumeCurve: string | null
  canOverflow: boolean
}

export type NetworkNode = Junction | Reservoir | Tank

interface LinkCommon extends Named {
  from: string
  to: string
  /** Bends between the two nodes. */
  vertices: XY[]
}

export interface Pipe extends LinkCommon {
  type: 'pipe'
  length: number
  diameter: number
  /** Hazen-Williams C, Darcy-Weisbach mm or Manning n, as the options' head loss formula says. */
  roughness: number
  minorLoss: number
  status: 'open' | 'closed' | 'check-valve'
}

export interface Pump extends LinkCommon {
  type: 'pump'
  headCurve: string | null
  /** kW, for a pump without a curve. */
  power: number | null
  /** Relative to the curve's. */
  speed: number
  speedPattern: string | null
  status: 'open' | 'closed'
  efficiencyCurve: string | null
  price: number | null
  pricePattern: string | null
}

export const valveKinds = ['PRV', 'PSV', 'PBV', 'FCV', 'TCV', 'GPV'] as const
export type ValveKind = (typeof valveKinds)[number]

/** A valve that acts on flow or pressure. A closing valve is a pipe's status, as in EPANET. */
export interface Valve extends LinkCommon {
  type: 'valve'
  kind: ValveKind
  diameter: number
  /** m for pressure valves, m³/h for FCV, a coefficient for TCV; 0 for GPV, which has a curve. */
  setting: number
  curve: string | null
  minorLoss: number
  status: 'active' | 'open' | 'closed'
}

export type NetworkLink = Pipe | Pump | Valve

/** x and y: flow m³/h → head m, flow m³/h → %, level m → m³, flow m³/h → head loss m. */
export interface Curve {
  use: 'head' | 'efficiency' | 'volume' | 'head-loss' | 'unused'
  points: [number, number][]
}

export interface Control {
  link: string
  action: 'open' | 'closed' | number
  when:
    | { type: 'above' | 'below'; node: string; value: number }
    | { type: 'at-time'; seconds: number }
    | { type: 'at-clock'; seconds: number }
}

/** Clauses as the file has them, numbers brought to SI. */
export interface Rule {
  id: string
  clauses: string[]
}

export interface Energy {
  /** % */
  efficiency: number
  price: number
  pricePattern: string | null
  demandCharge: number
}

export interface Options {
  headLoss: 'H-W' | 'D-W' | 'C-M'
  demandMultiplier: number
  emitterExponent: number
  viscosity: number
  specificGravity: number
  trials: number
  accuracy: number
  headError: number | null
  flowChange: number | null
  checkFrequency: number | null
  maxCheck: number | null
  dampLimit: number | null
  /** Extra trials when hydraulics don't balance; null stops there. */
  unbalancedTrials: number | null
  /** Demand that gives way where pressure lacks; null takes every demand as met. */
  pressureDriven: { minimum: number; required: number; exponent: number } | null
}

/** Seconds. */
export interface Times {
  duration: number
  hydraulicStep: number
  patternStep: number
  patternStart: number
  reportStep: number
  reportStart: number
  ruleStep: number
  /** Since midnight. */
  startClock: number
}

export const isPipe = (link: NetworkLink): link is Pipe => link.type === 'pipe'
export const isJunction = (node: NetworkNode): node is Junction => node.type === 'junction'

/** EPANET's own defaults. */
export const emptyNetwork = (): Network => ({
  title: [],
  nodes: [],
  links: [],
  patterns: {},
  curves: {},
  controls: [],
  rules: [],
  energy: { efficiency: 75, price: 0, pricePattern: null, demandCharge: 0 },
  options: {
    headLoss: 'H-W',
    demandMultiplier: 1,
    emitterExponent: 0.5,
    viscosity: 1,
    specificGravity: 1,
    trials: 200,
    accuracy: 0.001,
    headError: null,
    flowChange: null,
    checkFrequency: null,
    maxCheck: null,
    dampLimit: null,
    unbalancedTrials: null,
    pressureDriven: null,
  },
  times: {
    duration: 0,
    hydraulicStep: 3600,
    patternStep: 3600,
    patternStart: 0,
    reportStep: 3600,
    reportStart: 0,
    ruleStep: 360,
    startClock: 0,
  },
})
