import { type Engine, INIT_FLOW, linkProperty, nodeProperty, openEngine, timeParameter } from './engine.ts'

/** What is read after every step; everything else stays inside the engine, for reading costs more than solving. */
export type Sensor =
  | { node: string; what: 'pressure' | 'head' | 'demand' }
  /** Of a tank, above its floor. */
  | { node: string; what: 'level' }
  | { link: string; what: 'flow' | 'velocity' | 'head-loss' | 'status' | 'power' }

/** What may be changed before a step is solved. Units are the file's: m³/h and m in one that writeInp wrote. */
export interface Controls {
  level(tank: string): number
  /** What left the network here when it was last solved: demand and emitter together. */
  outflow(node: string): number
  demand(node: string, base: number): void
  /** Discharge at one metre of pressure. */
  emitter(node: string, coefficient: number): void
  /** Relative speed of a pump; 0 stops it. */
  speed(pump: string, relative: number): void
  open(link: string, open: boolean): void
}

export interface Period {
  /** Seconds, a multiple of `step`. */
  duration: number
  step: number
  sensors: readonly Sensor[]
  /** Called at 0, step, 2 × step … `duration`, before the state at that second is solved. */
  before?(second: number, controls: Controls): void
}

export interface Solved {
  /** Per sensor, in the order asked: one value for 0, step, … `duration`. */
  values: Float64Array[]
  /** EPANET's warnings by number (1 unbalanced, 2 unstable, 3 disconnected, 4 pumps, 5 valves, 6 negative pressure). */
  warnings: Map<number, number>
}

export interface Hydraulics {
  setLevel(tank: string, level: number): void
  setPattern(pattern: string, multipliers: readonly number[]): void
  setPatternStep(seconds: number): void
  setRoughness(pipe: string, roughness: number): void
  run(period: Period): Solved
  close(): void
}

/** An emitter that was open never gets exactly 0: its reported demand would stay at the last value. */
const CLOSED_EMITTER = 1e-4

/** Opens EPANET's engine on an input file's text. Throws what EPANET says is wrong with it. */
export async function openHydraulics(inp: string): Promise<Hydraulics> {
  let warnings = new Map<number, number>()
  const engine = await openEngine(inp, (code) => warnings.set(code, (warnings.get(code) ?? 0) + 1))
  engine.openH()
  const node = indexBy((id) => engine.getNodeIndex(id))
  const link = indexBy((id) => engine.getLinkIndex(id))
  const readers = (sensors: readonly Sensor[]) => sensors.map((s) => readerOf(engine, node, link, s))
  const opened = new Set<string>()
  const controls: Controls = {
    level: (tank) => engine.getNodeValue(node(tank), nodeProperty.pressure),
    outflow: (id) => engine.getNodeValue(node(id), nodeProperty.demand),
    demand: (id, base) => engine.setNodeValue(node(id), nodeProperty.baseDemand, base),
    emitter(id, coefficient) {
      if (coefficient === 0 && !opened.has(id)) return
      opened.add(id)
      engine.setNodeValue(node(id), nodeProperty.emitter, Math.max(coefficient, CLOSED_EMITTER))
    },
    speed: (pump, relative) => engine.setLinkValue(link(pump), linkProperty.setting, relative),
    open: (id, open) => engine.setLinkValue(link(id), linkProperty.status, open ? 1 : 0),
  }
  return {
    setLevel: (tank, level) => engine.setNodeValue(node(tank), nodeProperty.tankLevel, level),
    setPattern: (id, multipliers) => engine.setPattern(engine.getPatternIndex(id), [...multipliers]),
    setPatternStep: (seconds) => engine.setTimeParameter(timeParameter.patternStep, seconds),
    setRoughness: (pipe, value) => engine.setLinkValue(link(pipe), linkProperty.roughness, value),
    run({ duration, step, sensors, before }) {
      warnings = new Map()
      const read = readers(sensors)
      const count = Math.floor(duration / step) + 1
      const values = sensors.map(() => new Float64Array(count))
      engine.setTimeParameter(timeParameter.duration, duration)
      engine.setTimeParameter(timeParameter.hydraulicStep, step)
      // Steps are cut where a report falls due.
      engine.setTimeParameter(timeParameter.reportStep, step)
      engine.initH(INIT_FLOW)
      for (let second = 0; ; ) {
        // A tank that runs full, or a control that acts, gives steps in between: solved, but not asked for.
        const due = second % step === 0
        if (due) before?.(second, controls)
        engine.runH()
        if (due) for (let i = 0; i < read.length; i++) values[i]![second / step] = read[i]!()
        const next = engine.nextH()
        if (next === 0) break
        second += next
      }
      return { values, warnings }
    },
    close: () => engine.close(),
  }
}

function indexBy(find: (id: string) => number): (id: string) => number {
  const known = new Map<string, number>()
  return (id) => {
    const index = known.get(id) ?? find(id)
    known.set(id, index)
    return index
  }
}

const nodeProperties = {
  pressure: nodeProperty.pressure,
  head: nodeProperty.head,
  demand: nodeProperty.demand,
  level: nodeProperty.pressure,
} as const
const linkProperties = {
  flow: linkProperty.flow,
  velocity: linkProperty.velocity,
  'head-loss': linkProperty.headLoss,
  status: linkProperty.status,
  power: linkProperty.power,
} as const

function readerOf(
  engine: Engine,
  node: (id: string) => number,
  link: (id: string) => number,
  sensor: Sensor,
): () => number {
  if ('node' in sensor) {
    const [index, property] = [node(sensor.node), nodeProperties[sensor.what]]
    return () => engine.getNodeValue(index, property)
  }
  const [index, property] = [link(sensor.link), linkProperties[sensor.what]]
  return () => engine.getLinkValue(index, property)
}
